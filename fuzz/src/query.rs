//! What members type, and the posts that it meets.

use listening::{AnalysedPost, Analysis, Context, FieldContext, Part, Post, Query, QueryIndex, Truth};

/// A query in the first line, the words of a post below.
pub fn query(bytes: &[u8]) {
    let input = String::from_utf8_lossy(bytes);
    let (typed, said) = input.split_once('\n').unwrap_or((&input, ""));
    let _ = Query::parse(typed, FieldContext::Topic);
    let query = match Query::parse(typed, FieldContext::View) {
        Ok(query) => query,
        Err(errors) => {
            for error in errors.iter() {
                assert!(typed.get(error.span.clone()).is_some(), "{error} points outside of {typed:?}");
                assert!(!error.suggestion.text.is_empty(), "{error} suggests nothing");
                if let Some(fix) = &error.suggestion.fix {
                    assert!(typed.get(fix.span.clone()).is_some(), "{error} changes what is outside of {typed:?}");
                }
            }
            let is_fixed = errors.iter().any(|error| error.suggestion.fix.is_some());
            assert_eq!(errors.fix(typed).is_some(), is_fixed, "{typed:?}");
            return;
        }
    };
    let printed = query.to_string();
    let again = Query::parse(&printed, FieldContext::View);
    assert_eq!(again.as_ref(), Ok(&query), "{typed:?} became {printed:?}");
    for lint in query.lint(FieldContext::Topic) {
        assert!(typed.get(lint.span.clone()).is_some() && !lint.suggestion.text.is_empty(), "{lint:?} of {typed:?}");
        if let Some(fix) = lint.suggestion.fix {
            let better = fix.apply(typed);
            assert!(Query::parse(&better, FieldContext::View).is_ok(), "{typed:?} became {better:?}");
        }
    }

    let post = Post { text: said, title: said.lines().next(), ..Post::default() };
    let context = Context::at(1_700_000_000_000_000);
    for analysis in [Analysis::social(), Analysis::plain()] {
        let compiled = query.compile(&analysis);
        let analysed = AnalysedPost::new(&post, &analysis);
        let truth = compiled.matches(&analysed, &context);
        assert_eq!(compiled.explain(&analysed, &context).truth, truth, "{typed:?}");
        assert!(truth.is_false() || compiled.condition().holds(&analysed.words()), "{typed:?} over {said:?}");
        for span in compiled.spans(&analysed, &context) {
            let words = if span.part == Part::Text { said } else { post.title.unwrap_or_default() };
            assert!(words.get(span.start..span.end).is_some_and(|word| !word.is_empty()), "{span:?} of {words:?}");
        }
        let mut index = QueryIndex::new(analysis);
        index.register(0, &query).expect("an empty index has room for any query");
        let found = index.match_post(&post, &context);
        let exhaustive = index.match_exhaustively(&post, &context);
        assert_eq!(found, exhaustive, "{typed:?} over {said:?}");
        assert_eq!(found.first().map_or(Truth::False, |found| found.truth), truth, "{typed:?} over {said:?}");
        assert_eq!(
            index.spans(&0, &analysed, &context),
            compiled.spans(&analysed, &context),
            "{typed:?} over {said:?}"
        );
    }
}
