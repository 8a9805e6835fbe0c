//! Judgements of posts that we wrote for these tests; none is an example that the weights were built from.
#![allow(clippy::unwrap_used)]

use enrichment::{Correction, Judgements, Learned, LearnedError, Signature, Subject, judge};
use model::{Ground, Intent, Reason, Reasons, Sentiment};

fn addressed(text: &str) -> Judgements {
    judge(&Subject { text, declared: &[], reasons: Reasons::NONE.with(Reason::Addressed) })
}

fn overheard(text: &str) -> Judgements {
    judge(&Subject { text, declared: &[], reasons: Reasons::NONE.with(Reason::Matched) })
}

#[test]
fn languages_are_recognised_from_one_short_sentence() {
    let posts = [
        ("en", "The train was late again and nobody told us why"),
        ("de", "Der Zug war schon wieder zu spät und keiner sagt uns warum"),
        ("nl", "De trein was weer te laat en niemand vertelt ons waarom"),
        ("fr", "Le train était encore en retard et personne ne nous dit pourquoi"),
        ("es", "El tren llegó tarde otra vez y nadie nos dice por qué"),
        ("it", "Il treno era di nuovo in ritardo e nessuno ci dice perché"),
        ("pt", "O trem atrasou de novo e ninguém nos diz por quê"),
        ("pl", "Pociąg znowu się spóźnił i nikt nie mówi nam dlaczego"),
        ("el", "Το τρένο άργησε πάλι"),
        ("ja", "電車がまた遅れています"),
        ("ko", "기차가 또 늦었어요"),
    ];
    for (language, text) in posts {
        assert_eq!(addressed(text).language.value.as_deref(), Some(language), "{text}");
    }
}

#[test]
fn no_language_is_guessed_where_there_is_nothing_to_read() {
    for text in
        ["", "   ", "😀😀😀", "12345 67 89", "@acme", "https://example.org/der-die-das", "ok", "!!!", "lol", "#ok"]
    {
        assert_eq!(addressed(text).language.value, None, "{text}");
    }
}

#[test]
fn a_declared_language_weighs_in_and_does_not_rule() {
    let declared = ["nl-NL".to_owned()];
    let judge = |text| judge(&Subject { text, declared: &declared, reasons: Reasons::NONE }).language;
    assert_eq!(judge("leuk!").value.as_deref(), Some("nl"));
    assert_eq!(judge("leuk!").ground, Ground::Declared);
    let english = judge("The train was late again and nobody told us why, which is really not what I had hoped for");
    assert_eq!(english.value.as_deref(), Some("en"), "people forget to change what they declare");
    let number = judge("42");
    assert_eq!(number.value, None, "a number is in no language");
}

#[test]
fn moods_are_told_in_five_languages() {
    use Sentiment::{Negative, Positive};
    let posts = [
        (Positive, "The conductor was so friendly, what a lovely trip"),
        (Negative, "The conductor was rude and the toilets were disgusting"),
        (Positive, "Die Schaffnerin war so freundlich, das war eine wunderbare Fahrt"),
        (Negative, "Der Schaffner war unverschämt und die Toiletten waren ekelhaft"),
        (Positive, "De conducteur was heel vriendelijk, wat een geweldige reis"),
        (Negative, "De conducteur was onbeschoft en de wc was verschrikkelijk vies"),
        (Positive, "Le contrôleur était très sympa, un voyage magnifique, merci beaucoup"),
        (Negative, "Le contrôleur était insupportable et les toilettes étaient horribles"),
        (Positive, "El revisor fue muy amable, un viaje maravilloso, muchas gracias"),
        (Negative, "El revisor fue muy grosero y los baños eran un asco horrible"),
    ];
    for (mood, text) in posts {
        let found = addressed(text);
        assert_eq!(found.sentiment.value, Some(mood), "{text}: {:?}", found.sentiment);
        assert_eq!(found.score > 0.0, mood == Positive, "{text}");
    }
}

#[test]
fn a_negation_turns_a_mood_and_does_not_reach_into_the_next_clause() {
    assert_eq!(addressed("The food here is not good at all").sentiment.value, Some(Sentiment::Negative));
    assert_ne!(addressed("The food here is not terrible at all").sentiment.value, Some(Sentiment::Negative));
    assert_eq!(addressed("No, the food was wonderful and we loved it").sentiment.value, Some(Sentiment::Positive));
}

#[test]
fn two_strong_poles_are_mixed() {
    let found = addressed("I love the wonderful new trains. The app is a terrible disaster, I hate it");
    assert_eq!(found.sentiment.value, Some(Sentiment::Mixed), "{:?}", found.sentiment);
    assert_eq!(found.sentiment.ground, Ground::BothPoles);
}

#[test]
fn emoji_speak_in_languages_that_we_have_no_words_in_and_nothing_else_does() {
    let pleased = addressed("Nagyon köszönöm a segítséget 😍😍");
    assert_eq!((pleased.sentiment.value, pleased.sentiment.ground), (Some(Sentiment::Positive), Ground::Emoji));
    let wordy = addressed("A vonat megint késett, és senki sem mondta meg, miért");
    assert_eq!((wordy.sentiment.value, wordy.sentiment.ground), (None, Ground::UnknownLanguage));
    assert_eq!(wordy.score, 0.0);
}

#[test]
fn who_asks_or_complains_to_us_needs_a_reply_and_who_thanks_does_not() {
    let needs = [
        (Ground::Question, "@acme does the sleeper to Vienna run on Sundays?"),
        (Ground::Question, "@acme fährt der Nachtzug auch am Sonntag?"),
        (Ground::Question, "@acme 夜行列車は日曜日も走りますか？"),
        (Ground::Request, "@acme please call me back about the umbrella, nobody rang"),
        (Ground::Complaint, "@acme your cleaners left the carriage filthy, it was disgusting"),
    ];
    for (ground, text) in needs {
        let found = addressed(text).needs_reply;
        assert_eq!((found.value, found.ground), (Some(true), ground), "{text}");
    }
    for text in
        ["@acme thanks, that was lovely!", "@acme vielen Dank, alles super", "@acme merci beaucoup, c'était génial"]
    {
        assert_eq!(addressed(text).needs_reply.value, Some(false), "{text}");
    }
}

#[test]
fn a_question_to_others_is_not_claimed_to_wait_for_us() {
    assert_ne!(overheard("anyone here flying with acme tomorrow?").needs_reply.value, Some(true));
}

#[test]
fn thanks_that_ask_for_more_still_need_a_reply() {
    assert_ne!(addressed("@acme thanks, but when will the other bag arrive?").needs_reply.value, Some(false));
}

#[test]
fn intents_are_told_where_they_are_plain() {
    let posts = [
        (Intent::Safety, "There is smoke coming out of the battery, people are hurt"),
        (Intent::Press, "I am a reporter at a newspaper, could I interview your spokesperson about the closure?"),
        (Intent::Legal, "My lawyer will sue you in court for breach of the contract"),
        (Intent::Question, "What time do you close on Saturdays?"),
        (Intent::Praise, "Thank you so much for the great help today, excellent service"),
        (Intent::Safety, "Hilfe, hier brennt es, Rauch im Wagen und ein Kind ist verletzt"),
        (Intent::Question, "Hoe laat gaan jullie zaterdag dicht?"),
    ];
    for (intent, text) in posts {
        let found = addressed(text).intent;
        assert_eq!(found.value, Some(intent), "{text}: {found:?}");
    }
    let unknown = addressed("A vonat megint késett, és senki sem mondta meg, miért").intent;
    assert_eq!((unknown.value, unknown.ground), (None, Ground::UnknownLanguage));
}

#[test]
fn spam_is_set_aside_by_several_marks_never_by_one() {
    let spam =
        addressed("WIN cash now! You have won a guaranteed prize, call now 090012345 to claim £500 https://bit.ly/x");
    assert_eq!(spam.spam.value, Some(true));
    assert_eq!((spam.needs_reply.value, spam.needs_reply.ground), (Some(false), Ground::Spam));
    for text in ["look at this https://example.org/a", "please subscribe to my newsletter complaint", "call 080012345"]
    {
        assert_ne!(addressed(text).spam.value, Some(true), "{text}");
    }
}

#[test]
fn copies_have_near_signatures_and_short_texts_have_none() {
    let one = Signature::of("Boycott Acme: they closed the last ticket office in the valley, share this").unwrap();
    let copy = Signature::of(
        "RT @x boycott ACME they closed the last ticket office in the valley. share this! https://t.co/a",
    )
    .unwrap();
    let other = Signature::of("The new ticket office in the valley is open, with longer hours and a café").unwrap();
    assert!(one.is_near(copy), "{}", one.distance(copy));
    assert!(!one.is_near(other), "{}", one.distance(other));
    assert_eq!(Signature::of("thanks a lot! https://example.org/long/address/with/many/words"), None);
}

#[test]
fn corrections_are_learned_kept_and_the_same_everywhere() {
    let subject = Subject { text: "the coaches are proper mint", declared: &[], reasons: Reasons::NONE };
    let other = Subject { text: "When does the office open on Sunday?", declared: &[], reasons: Reasons::NONE };
    let before = judge(&other);
    let mut learned = Learned::default();
    for _ in 0..6 {
        learned = learned.with(&subject, Correction::Sentiment(Sentiment::Positive));
        learned = learned.with(&subject, Correction::Intent(Intent::Praise));
        learned = learned.with(&subject, Correction::NeedsReply(false));
        learned = learned.with(&subject, Correction::Spam(false));
    }
    let found = learned.judge(&subject);
    assert_eq!(found.sentiment.value, Some(Sentiment::Positive));
    assert_eq!(found.intent.value, Some(Intent::Praise));
    assert_eq!(found.needs_reply.value, Some(false));
    assert_eq!(learned.judge(&other).sentiment.value, before.sentiment.value, "what has nothing to do with it stays");

    let bytes = learned.to_bytes();
    let again = Learned::from_bytes(&bytes).unwrap();
    assert_eq!(again, learned);
    assert_eq!(again.to_bytes(), bytes);
}

#[test]
fn damaged_bytes_are_refused() {
    let bytes = Learned::default().to_bytes();
    assert_eq!(Learned::from_bytes(b"something else"), Err(LearnedError::Foreign));
    for end in 4..bytes.len() {
        assert!(Learned::from_bytes(&bytes[..end]).is_err(), "{end}");
    }
    assert_eq!(Learned::from_bytes(&[&bytes[..], b"x"].concat()), Err(LearnedError::Damaged));
}
