//! Digests go once, whatever the mail server does; what it does is by script here, since a real one does not do all of it when asked
//! to. `mail.rs` has the real one.
#![allow(clippy::unwrap_used)]

mod letter_box;

use std::sync::{Arc, Mutex};
use std::time::Duration;

use channels::mailer::{MailSecurity, MailSettings, Mailer};
use letter_box::{LetterBox, WORD};
use model::{Day, LetterState, MailPace, NewsTerms, Quiet};
use tokio::io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::{TcpListener, TcpStream};

/// What the server does with a letter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Does {
    Take,
    /// It takes it, and hangs up before it says so.
    TakeInSilence,
    /// It takes it, says so, and says nothing more.
    TakeWithoutFarewell,
    /// It has the letter, and does not want it.
    RefuseWords,
    /// "Not now."
    Later,
    /// "There is nobody of that name."
    RefuseAddress,
}

#[derive(Clone, Default)]
struct Office {
    does: Arc<Mutex<Vec<Does>>>,
    taken: Arc<Mutex<Vec<String>>>,
    tried: Arc<Mutex<usize>>,
}

impl Office {
    /// Does these with the next letters, and then takes them.
    async fn open(does: &[Does]) -> (Self, Mailer) {
        let mut does = does.to_vec();
        does.reverse();
        let office = Self { does: Arc::new(Mutex::new(does)), ..Self::default() };
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let settings = MailSettings {
            server: "127.0.0.1".into(),
            port: listener.local_addr().unwrap().port(),
            security: MailSecurity::None,
            login: None,
            from: "Coffeehouse <coffee@example.test>".into(),
            roots: None,
        };
        let served = office.clone();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let office = served.clone();
                tokio::spawn(async move { drop(office.talk(stream).await) });
            }
        });
        (office, Mailer::new(settings).unwrap())
    }

    async fn talk(&self, stream: TcpStream) -> std::io::Result<()> {
        let (reading, mut writing) = stream.into_split();
        let mut lines = BufReader::new(reading).lines();
        *self.tried.lock().unwrap() += 1;
        let does = self.does.lock().unwrap().pop().unwrap_or(Does::Take);
        writing.write_all(b"220 office\r\n").await?;
        while let Some(line) = lines.next_line().await? {
            let verb = line.split([' ', ':']).next().unwrap_or_default().to_ascii_uppercase();
            let answer: &[u8] = match verb.as_str() {
                "RCPT" if does == Does::RefuseAddress => b"550 5.1.1 nobody of that name\r\n",
                "RCPT" if does == Does::Later => b"451 4.3.0 not now\r\n",
                "DATA" => {
                    writing.write_all(b"354 go on\r\n").await?;
                    let mut letter = String::new();
                    while let Some(line) = lines.next_line().await?.filter(|line| line != ".") {
                        letter.push_str(&line);
                        letter.push('\n');
                    }
                    if does == Does::RefuseWords {
                        writing.write_all(b"550 5.7.1 looks like spam\r\n").await?;
                        continue;
                    }
                    self.taken.lock().unwrap().push(letter);
                    if does == Does::TakeInSilence {
                        return Ok(());
                    }
                    b"250 taken\r\n"
                }
                "QUIT" if does == Does::TakeWithoutFarewell => b"",
                "QUIT" => b"221 bye\r\n",
                _ => b"250 well\r\n",
            };
            writing.write_all(answer).await?;
        }
        Ok(())
    }

    fn taken(&self) -> Vec<String> {
        self.taken.lock().unwrap().clone()
    }

    fn tried(&self) -> usize {
        *self.tried.lock().unwrap()
    }
}

fn header<'a>(letter: &'a str, name: &str) -> &'a str {
    let line = letter.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(": "));
    line.unwrap_or_else(|| panic!("no {name} in {letter}"))
}

#[tokio::test]
async fn a_digest_goes_once_with_our_words_alone_however_often_the_server_begins_anew() {
    let (office, mailer) = Office::open(&[]).await;
    let mut house = LetterBox::new(mailer, "mara@example.test").await;
    house.tell().await;
    house.tell().await;
    house.clock.advance(Duration::from_secs(60));
    let sent = async || house.letters().await.first().filter(|one| one.state == LetterState::Sent).cloned();
    let letter = house.until("it is sent", sent).await;
    for _ in 0..2 {
        house.restart().await;
        house.clock.advance(Duration::from_secs(3_600));
        tokio::time::sleep(Duration::from_millis(700)).await;
    }
    let taken = office.taken();
    assert_eq!((taken.len(), house.letters().await.len()), (1, 1));
    assert_eq!(header(&taken[0], "Message-ID"), format!("<letter-{}@example.test>", letter.id));
    assert_eq!(header(&taken[0], "Subject"), "2 things for you: Vellenbahn");
    assert_eq!(header(&taken[0], "To"), "mara@example.test");
    assert_eq!(header(&taken[0], "Auto-Submitted"), "auto-generated");
    assert_eq!(header(&taken[0], "List-Unsubscribe-Post"), "List-Unsubscribe=One-Click");
    assert!(
        taken[0].contains("https://coffee.example/mail/stop/") && taken[0].contains("https://coffee.example/facts/")
    );
    assert!(!taken[0].contains(WORD), "what somebody wrote stays in the house");
}

#[tokio::test]
async fn an_address_that_the_server_refuses_gets_one_letter_and_no_second() {
    let (office, mailer) = Office::open(&[Does::RefuseAddress]).await;
    let house = LetterBox::new(mailer, "nobody@example.test").await;
    house.tell().await;
    house.clock.advance(Duration::from_secs(60));
    let over = async || house.letters().await.first().filter(|one| one.state == LetterState::Refused).cloned();
    let letter = house.until("it is refused", over).await;
    assert!(letter.why.unwrap().contains("nobody of that name"));
    let mail = store::member_mail::of(&mut house.read().await, house.owner.id).await.unwrap();
    assert!(mail.refused.is_some() && mail.reachable().is_none());
    house.tell().await;
    house.clock.advance(Duration::from_secs(86_400));
    tokio::time::sleep(Duration::from_millis(6_000)).await;
    assert_eq!((office.tried(), house.letters().await.len()), (1, 1));
}

#[tokio::test]
async fn a_letter_that_is_refused_goes_again_and_its_address_stays_good() {
    let (office, mailer) = Office::open(&[Does::RefuseWords]).await;
    let house = LetterBox::new(mailer, "mara@example.test").await;
    house.tell().await;
    house.clock.advance(Duration::from_secs(60));
    let tried = async || house.letters().await.first().filter(|one| one.why.is_some()).cloned();
    let letter = house.until("the refusal is noted", tried).await;
    assert_eq!((letter.state, letter.attempts), (LetterState::Waiting, 1));
    let mail = store::member_mail::of(&mut house.read().await, house.owner.id).await.unwrap();
    assert!(mail.reachable().is_some());
    let sent = async || {
        house.clock.advance(Duration::from_secs(1));
        house.letters().await.first().filter(|one| one.state == LetterState::Sent).cloned()
    };
    house.until("it is sent", sent).await;
    assert_eq!(office.taken().len(), 1);
}

#[tokio::test]
async fn what_a_server_took_that_says_no_good_bye_is_sent() {
    let (office, mailer) = Office::open(&[Does::TakeWithoutFarewell]).await;
    let house = LetterBox::new(mailer, "mara@example.test").await;
    house.tell().await;
    house.clock.advance(Duration::from_secs(60));
    let sent = async || house.letters().await.first().filter(|one| one.state == LetterState::Sent).cloned();
    let letter = house.until("it is sent", sent).await;
    assert_eq!((letter.attempts, office.taken().len()), (1, 1));
}

#[tokio::test]
async fn a_letter_that_would_go_again_in_quiet_hours_goes_at_their_end() {
    let (office, mailer) = Office::open(&[Does::Later]).await;
    let house = LetterBox::new(mailer, "mara@example.test").await;
    // The house opens at ten.
    let quiet = Quiet { days: Day::ALL.to_vec(), from: "10:02".parse().unwrap(), to: "11:00".parse().unwrap() };
    let chosen = NewsTerms { pace: MailPace::AtOnce, quiet: vec![quiet], ..NewsTerms::default() };
    let mut tx = house.store.write().await.unwrap();
    inbox::keep_news_terms(&mut tx, &house.owner, chosen).await.unwrap();
    tx.commit().await.unwrap();
    house.tell().await;
    house.clock.advance(Duration::from_secs(60));
    let tried = async || house.letters().await.first().filter(|one| one.why.is_some()).cloned();
    house.until("it is put off", tried).await;
    house.clock.advance(Duration::from_secs(61));
    tokio::time::sleep(Duration::from_millis(1_500)).await;
    assert_eq!(office.tried(), 1, "it is quiet");
    house.clock.advance(Duration::from_secs(3_600));
    let sent = async || house.letters().await.first().filter(|one| one.state == LetterState::Sent).cloned();
    assert_eq!(house.until("it is sent", sent).await.attempts, 2);
}

#[tokio::test]
async fn a_digest_whose_answer_was_lost_goes_again_as_the_same_mail() {
    let (office, mailer) = Office::open(&[Does::TakeInSilence]).await;
    let house = LetterBox::new(mailer, "mara@example.test").await;
    house.tell().await;
    house.clock.advance(Duration::from_secs(60));
    let tried = async || house.letters().await.first().filter(|one| one.why.is_some()).cloned();
    let letter = house.until("the loss is noted", tried).await;
    assert_eq!((letter.state, letter.attempts), (LetterState::Waiting, 1));
    assert!(letter.why.unwrap().contains("answer was lost"));
    // When it is tried again is kept after what became of the first time: time goes by until then.
    let sent = async || {
        house.clock.advance(Duration::from_secs(1));
        house.letters().await.first().filter(|one| one.state == LetterState::Sent).cloned()
    };
    house.until("it is sent", sent).await;
    let taken = office.taken();
    assert_eq!(taken.len(), 2);
    assert_eq!(header(&taken[0], "Message-ID"), header(&taken[1], "Message-ID"));
}

#[tokio::test]
async fn what_was_seen_while_the_server_took_nothing_is_not_sent_when_it_does() {
    let (office, mailer) = Office::open(&[Does::Later]).await;
    let house = LetterBox::new(mailer, "mara@example.test").await;
    let told = house.tell().await;
    house.clock.advance(Duration::from_secs(60));
    let tried = async || house.letters().await.first().filter(|one| one.why.is_some()).cloned();
    let letter = house.until("it is put off", tried).await;
    assert!(letter.why.unwrap().contains("not now"));
    house.see_all(told).await;
    let dropped = async || {
        house.clock.advance(Duration::from_secs(1));
        house.letters().await.first().filter(|one| one.state == LetterState::Dropped).cloned()
    };
    house.until("it is dropped", dropped).await;
    assert_eq!((office.tried(), office.taken().len()), (1, 0));
}
