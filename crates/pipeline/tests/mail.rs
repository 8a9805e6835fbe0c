//! The house's mail through a real server: `testing/peers/mail`.
#![allow(clippy::unwrap_used)]

mod letter_box;

use std::fs;
use std::path::PathBuf;
use std::time::Duration;

use channels::mailer::{Mail, MailError, MailSecurity, MailSettings, Mailer};
use letter_box::{LetterBox, WORD};
use model::{LetterKind, LetterState};

fn of(name: &str) -> String {
    std::env::var(name).unwrap_or_else(|_| panic!("{name} is not set; `testing/peers/mail/run start` prints it"))
}

fn settings(security: MailSecurity) -> MailSettings {
    let port = if security == MailSecurity::Tls { "MAIL_TLS_PORT" } else { "MAIL_STARTTLS_PORT" };
    MailSettings {
        server: of("MAIL_SERVER"),
        port: of(port).parse().unwrap(),
        security,
        login: Some((of("MAIL_USER"), of("MAIL_PASSWORD"))),
        from: format!("Coffeehouse <{}>", of("MAIL_USER")),
        roots: Some(fs::read(of("MAIL_ROOTS")).unwrap()),
    }
}

fn mailer(security: MailSecurity) -> Mailer {
    Mailer::new(settings(security)).unwrap()
}

/// The mails that lie in somebody's folder and hold some words, unfolded.
fn delivered(name: &str, words: &str) -> Vec<String> {
    let folder = PathBuf::from(of("MAIL_FOLDERS")).join(name).join("new");
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let read = entries.map(|entry| String::from_utf8(fs::read(entry.path()).unwrap()).unwrap());
    read.map(|mail| mail.replace("\r\n", "\n").replace("\n ", " ")).filter(|mail| mail.contains(words)).collect()
}

async fn arrives(name: &str, words: &str) -> String {
    for _ in 0..600 {
        if let Some(mail) = delivered(name, words).pop() {
            return mail;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("no mail with {words} came to {name} within half a minute");
}

fn trial(to: &str, id: &str) -> Mail {
    Mail {
        to: to.into(),
        subject: "größer & <schöner>".into(),
        text: "Grüße\n".into(),
        html: "<p>Grüße</p>\n".into(),
        id: id.into(),
        at: "2026-11-23T10:00:00Z".parse().unwrap(),
        stopped_at: Some("https://coffee.example/mail/stop/x".into()),
    }
}

fn unique(what: &str) -> String {
    format!("{what}-{}", hex::encode(store::random_bytes::<6>()))
}

#[tokio::test]
#[ignore = "needs a mail server"]
async fn mail_goes_over_tls_and_over_starttls_and_its_headers_arrive() {
    for security in [MailSecurity::Tls, MailSecurity::Starttls] {
        let id = unique("trial");
        mailer(security).send(&trial("mara@example.test", &id)).await.unwrap();
        let mail = arrives("mara", &id).await;
        for line in [
            format!("Message-ID: <{id}@example.test>"),
            "List-Unsubscribe: <https://coffee.example/mail/stop/x>".to_owned(),
            "List-Unsubscribe-Post: List-Unsubscribe=One-Click".to_owned(),
            "Auto-Submitted: auto-generated".to_owned(),
        ] {
            assert!(mail.lines().any(|one| one == line), "{line} is not in {mail}");
        }
    }
}

#[tokio::test]
#[ignore = "needs a mail server"]
async fn what_fails_is_told_apart() {
    let sent = async |settings: MailSettings, to: &str| {
        Mailer::new(settings).unwrap().send(&trial(to, &unique("trial"))).await.unwrap_err()
    };
    let usual = || settings(MailSecurity::Starttls);
    let nobody = sent(usual(), "nobody@example.test").await;
    assert!(matches!(&nobody, MailError::Refused(why) if why.contains("550")), "{nobody}");
    let wrong = MailSettings { login: Some((of("MAIL_USER"), "guessed".into())), ..usual() };
    let wrong = sent(wrong, "mara@example.test").await;
    assert!(matches!(&wrong, MailError::Unready(why) if why.contains("535")), "{wrong}");
    let stranger = sent(MailSettings { roots: None, ..usual() }, "mara@example.test").await;
    assert!(matches!(stranger, MailError::Unready(_)), "its certificate is nobody's whom we trust: {stranger}");
    let bare =
        sent(MailSettings { security: MailSecurity::None, server: "127.0.0.1".into(), ..usual() }, "mara@example.test")
            .await;
    assert!(matches!(bare, MailError::Unready(_)), "it wants TLS: {bare}");
}

#[tokio::test]
#[ignore = "needs a mail server"]
async fn a_digest_and_the_link_for_an_address_arrive_and_hold_no_word_of_anybody() {
    let house = LetterBox::new(mailer(MailSecurity::Tls), "mara@example.test").await;
    house.tell().await;
    house.clock.advance(Duration::from_secs(60));
    let sent = async || house.letters().await.first().filter(|one| one.state == LetterState::Sent).cloned();
    let letter = house.until("it is sent", sent).await;
    let mail = arrives("mara", &format!("<letter-{}@example.test>", letter.id)).await;
    assert!(mail.contains("Subject: 1 thing for you: Vellenbahn") && !mail.contains(WORD));

    let mut tx = house.store.write().await.unwrap();
    inbox::ask_mail_address(&mut tx, &house.owner, "jonas@example.test").await.unwrap();
    tx.commit().await.unwrap();
    house.handle.as_ref().unwrap().nudge_work();
    let confirming = async || {
        let mut letters = house.letters().await.into_iter();
        letters.find(|one| one.kind == LetterKind::Confirm && one.state == LetterState::Sent)
    };
    let asking = house.until("the link is sent", confirming).await;
    let mail = arrives("jonas", &format!("<letter-{}@example.test>", asking.id)).await;
    // Quoted-printable: a line ends in = where it goes on.
    let whole = mail.replace("=\n", "");
    let at = whole.find("mail/confirm/").unwrap() + "mail/confirm/".len();
    let token: String = whole[at..].chars().take_while(|sign| !sign.is_whitespace()).collect();
    let handle = house.handle.as_ref().unwrap();
    let id = handle.link_id(pipeline::Purpose::Confirm, &token).await.unwrap().expect("the link in the mail is ours");
    let mut tx = house.store.write().await.unwrap();
    inbox::confirm_mail_address(&mut tx, model::LetterId(id)).await.unwrap();
    tx.commit().await.unwrap();
    handle.nudge_work();
    let moved = async || {
        let mut letters = house.letters().await.into_iter();
        letters.find(|one| one.kind == LetterKind::Moved && one.state == LetterState::Sent)
    };
    let told = house.until("the former address is told", moved).await;
    arrives("mara", &format!("<letter-{}@example.test>", told.id)).await;
}
