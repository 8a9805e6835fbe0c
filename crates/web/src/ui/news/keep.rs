//! Keeps how one is told: `POST /me/notices`.

use axum::extract::State;
use axum::http::HeaderMap;
use inbox::InboxError;
use model::{Day, MailPace, NewsFault, NewsTerms, NoticeGroup, Quiet, TimeOfDay};

use super::show::with;
use super::view::NewsPage;
use crate::app::App;
use crate::auth::Posted;
use crate::failure::{Answer, sentence};
use crate::respond;

pub(crate) async fn post(
    State(app): State<App>,
    headers: HeaderMap,
    Posted { who, form }: Posted<Vec<(String, String)>>,
) -> Answer {
    let (terms, fault) = read(&form);
    let mut tx = app.store().write().await?;
    let kept = match fault {
        Some(fault) => Err(fault.into()),
        None => inbox::keep_news_terms(&mut tx, &who.member, terms.clone()).await,
    };
    match kept {
        Ok(_) => {
            tx.commit().await?;
            Ok(respond::see("/me/notices?kept=1"))
        }
        Err(InboxError::News(fault)) => {
            drop(tx);
            let error = Some(sentence(&fault.to_string()));
            with(&app, &who, &headers, NewsPage { terms, error, ..NewsPage::default() }).await
        }
        Err(error) => Err(error.into()),
    }
}

/// What was chosen, as far as it can be read, and what of it cannot.
fn read(form: &[(String, String)]) -> (NewsTerms, Option<NewsFault>) {
    let all = |name: &'static str| form.iter().filter(move |(key, _)| key == name).map(|(_, value)| value.trim());
    let one = |name: &str| form.iter().find(|(key, _)| key == name).map_or("", |(_, value)| value.trim());
    let mut fault = None;
    let mut time = |text: &str| {
        text.parse::<TimeOfDay>().unwrap_or_else(|error| {
            fault.get_or_insert(NewsFault::Time(error));
            TimeOfDay::from_minutes(0)
        })
    };
    let groups = |name: &'static str| all(name).filter_map(NoticeGroup::from_word).collect();
    let mut quiet = Vec::new();
    for (place, (from, to)) in all("quiet_from").zip(all("quiet_to")).enumerate() {
        let of_place = all("quiet_day").filter_map(|day| day.strip_prefix(&format!("{place}-")));
        let days: Vec<Day> = of_place.filter_map(Day::from_word).collect();
        // A row that nobody filled in is none.
        if !days.is_empty() || !from.is_empty() || !to.is_empty() {
            quiet.push(Quiet { days, from: time(from), to: time(to) });
        }
    }
    let zone = one("zone");
    let terms = NewsTerms {
        browser: groups("browser"),
        mail: groups("mail"),
        pace: MailPace::from_word(one("pace")).unwrap_or(MailPace::Daily),
        daily_at: time(one("daily_at")),
        zone: (!zone.is_empty()).then(|| zone.to_owned()),
        quiet,
    };
    (terms, fault)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
        pairs.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect()
    }

    #[test]
    fn days_belong_to_the_quiet_time_of_their_place_and_an_empty_one_is_none() {
        let (terms, fault) = read(&form(&[
            ("browser", "called"),
            ("mail", "due"),
            ("mail", "no such"),
            ("pace", "hourly"),
            ("daily_at", "07:30"),
            ("zone", " "),
            ("quiet_day", "0-monday"),
            ("quiet_day", "1-sunday"),
            ("quiet_from", "22:00"),
            ("quiet_to", "07:00"),
            ("quiet_from", "00:00"),
            ("quiet_to", "00:00"),
            ("quiet_from", ""),
            ("quiet_to", ""),
        ]));
        assert_eq!(fault, None);
        assert_eq!((terms.browser, terms.mail), (vec![NoticeGroup::Called], vec![NoticeGroup::Due]));
        assert_eq!((terms.pace, terms.zone, terms.daily_at.to_string().as_str()), (MailPace::Hourly, None, "07:30"));
        let days: Vec<_> = terms.quiet.iter().map(|quiet| quiet.days.clone()).collect();
        assert_eq!(days, [vec![Day::Monday], vec![Day::Sunday]]);
        let (_, fault) = read(&form(&[("daily_at", "soon")]));
        assert!(matches!(fault, Some(NewsFault::Time(_))));
    }
}
