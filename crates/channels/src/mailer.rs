//! Mail of the house itself, to its members: over a server that whoever runs the house names.
//!
//! What a channel is told by others is guarded; this server is named in the settings, as the database is. It is trusted by the roots
//! of the web, and by a file of roots where it has its own.

use std::fmt;
use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use lettre::message::header::{HeaderName, HeaderValue};
use lettre::message::{Mailbox, MultiPart};
use lettre::transport::smtp::authentication::{Credentials, Mechanism};
use lettre::transport::smtp::client::{AsyncSmtpConnection, Certificate, CertificateStore, TlsParameters};
use lettre::transport::smtp::commands::{Data, Mail as MailFrom, Rcpt};
use lettre::transport::smtp::extension::ClientId;
use lettre::{Address, Message};

/// Until a connection stands.
const CONNECT: Duration = Duration::from_secs(15);
/// Until a letter is handed over, or not.
const PATIENCE: Duration = Duration::from_secs(60);
/// Until a server that has the letter says good-bye.
const FAREWELL: Duration = Duration::from_secs(5);

/// How a certificate begins.
const PEM: &[u8] = b"-----BEGIN CERTIFICATE-----";

/// How the way to the mail server is secured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MailSecurity {
    /// TLS from the first byte.
    Tls,
    /// TLS before anything is said; without it nothing is.
    Starttls,
    /// Not at all: only on this machine.
    None,
}

/// Which mail server, and who we are there.
#[derive(Clone)]
pub struct MailSettings {
    /// Its name or address.
    pub server: String,
    /// The port.
    pub port: u16,
    /// How the way is secured.
    pub security: MailSecurity,
    /// Name and password, where it asks for them.
    pub login: Option<(String, String)>,
    /// Whose mail it is: an address, with a name before it or not.
    pub from: String,
    /// Roots besides those of the web, as PEM.
    pub roots: Option<Vec<u8>>,
}

impl fmt::Debug for MailSettings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MailSettings").field("server", &self.server).field("port", &self.port).finish_non_exhaustive()
    }
}

/// Settings with which no mail can be sent.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MailFault {
    /// Whose mail it is cannot be read.
    #[error("“{0}” is no address to send from: write it like coffee@example.org or Coffeehouse <coffee@example.org>")]
    From(String),
    /// Mail would go over a network for everybody to read.
    #[error("mail without TLS goes to a server on this machine only, and {0} is none")]
    Bare(String),
    /// The roots are none.
    #[error("the file of roots holds no certificate: {0}")]
    Roots(String),
    /// The server cannot be named in a certificate.
    #[error("the mail server's name cannot be used: {0}")]
    Server(String),
}

/// A mail to a member.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mail {
    /// Where it goes.
    pub to: String,
    /// What it says it is about.
    pub subject: String,
    /// Its words.
    pub text: String,
    /// The same as HTML.
    pub html: String,
    /// What tells it from every other: the part before `@`.
    pub id: String,
    /// When it was written.
    pub at: Timestamp,
    /// Where whoever gets it stops more of its kind by one press (RFC 8058).
    pub stopped_at: Option<String>,
}

/// Why a mail did not go, or may not have gone.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MailError {
    /// Nothing was handed over; the server, the way to it or the login is at fault.
    #[error("{0}")]
    Unready(String),
    /// Nothing was handed over, and another time it may be.
    #[error("the mail server does not take it now: {0}")]
    Later(String),
    /// The server will not take anything for this address.
    #[error("the mail server refuses the address: {0}")]
    Refused(String),
    /// It was handed over, and the answer was lost: nobody knows whether it goes.
    #[error("the mail server's answer was lost: {0}")]
    Unknown(String),
}

struct Inner {
    settings: MailSettings,
    from: Mailbox,
    tls: TlsParameters,
}

/// Sends the house's mail. Cheap to clone.
#[derive(Clone)]
pub struct Mailer(Arc<Inner>);

/// How far a talk with the server came.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Stage {
    /// Whatever fails is the server's or ours.
    Arriving,
    /// Who is to get it is being said.
    Addressing,
    /// Who is to get it is taken.
    Addressed,
    /// All of it is out.
    HandedOver,
    /// The server has it.
    Taken,
}

impl Mailer {
    /// Looks whether mail can be sent with these settings, as far as that can be told without the server.
    ///
    /// # Errors
    /// What is wrong with them.
    pub fn new(settings: MailSettings) -> Result<Self, MailFault> {
        let from: Mailbox = settings.from.parse().map_err(|_| MailFault::From(settings.from.clone()))?;
        let is_near =
            settings.server == "localhost" || settings.server.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback());
        if settings.security == MailSecurity::None && !is_near {
            return Err(MailFault::Bare(settings.server));
        }
        let mut tls = TlsParameters::builder(settings.server.clone()).certificate_store(CertificateStore::WebpkiRoots);
        if let Some(roots) = &settings.roots {
            if !roots.windows(PEM.len()).any(|bytes| bytes == PEM) {
                return Err(MailFault::Roots("it has none in PEM".to_owned()));
            }
            let roots = Certificate::from_pem(roots).map_err(|error| MailFault::Roots(error.to_string()))?;
            tls = tls.add_root_certificate(roots);
        }
        let tls = tls.build_rustls().map_err(|error| MailFault::Server(error.to_string()))?;
        Ok(Self(Arc::new(Inner { settings, from, tls })))
    }

    /// Whose mail it is.
    pub fn from(&self) -> String {
        self.0.from.email.to_string()
    }

    /// Hands a mail over to the server.
    ///
    /// # Errors
    /// `Refused` when the server will never take it for this address; `Unknown` when it may have taken it; else nothing went.
    pub async fn send(&self, mail: &Mail) -> Result<(), MailError> {
        let to: Address = mail.to.parse().map_err(|_| MailError::Refused("it is no address".to_owned()))?;
        let bytes = self.message(mail, to.clone()).map_err(|error| MailError::Unready(error.to_string()))?;
        let mut stage = Stage::Arriving;
        let talked = tokio::time::timeout(PATIENCE, self.talk(to, &bytes, &mut stage)).await;
        match (talked, stage) {
            (Ok(Ok(())), _) | (_, Stage::Taken) => Ok(()),
            (Ok(Err(error)), Stage::Arriving) => Err(MailError::Unready(words(&error))),
            (Ok(Err(error)), Stage::Addressing) if is_refusal(&error) => Err(MailError::Refused(words(&error))),
            (Ok(Err(error)), Stage::HandedOver) if error.status().is_none() => Err(MailError::Unknown(words(&error))),
            (Ok(Err(error)), Stage::Addressing | Stage::Addressed | Stage::HandedOver) => {
                Err(MailError::Later(words(&error)))
            }
            (Err(_), Stage::HandedOver) => Err(MailError::Unknown("it said nothing for a minute".to_owned())),
            (Err(_), _) => Err(MailError::Unready("the mail server said nothing for a minute".to_owned())),
        }
    }

    async fn talk(&self, to: Address, bytes: &[u8], stage: &mut Stage) -> Result<(), lettre::transport::smtp::Error> {
        let MailSettings { server, port, security, login, .. } = &self.0.settings;
        let hello = ClientId::Domain(self.0.from.email.domain().to_owned());
        let tls = (*security == MailSecurity::Tls).then(|| self.0.tls.clone());
        let mut server =
            AsyncSmtpConnection::connect_tokio1((server.as_str(), *port), Some(CONNECT), &hello, tls, None).await?;
        if *security == MailSecurity::Starttls {
            // Refuses where the server does not offer it.
            server.starttls(self.0.tls.clone(), &hello).await?;
        }
        if let Some((name, password)) = login {
            let credentials = Credentials::new(name.clone(), password.clone());
            server.auth(&[Mechanism::Plain, Mechanism::Login], &credentials).await?;
        }
        server.command(MailFrom::new(Some(self.0.from.email.clone()), Vec::new())).await?;
        *stage = Stage::Addressing;
        server.command(Rcpt::new(to, Vec::new())).await?;
        *stage = Stage::Addressed;
        server.command(Data).await?;
        *stage = Stage::HandedOver;
        server.message(bytes).await?;
        // It has it: whether it says good-bye is of no account.
        *stage = Stage::Taken;
        drop(tokio::time::timeout(FAREWELL, server.quit()).await);
        Ok(())
    }

    fn message(&self, mail: &Mail, to: Address) -> Result<Vec<u8>, lettre::error::Error> {
        let domain = self.0.from.email.domain();
        let header =
            |name: &'static str, value: &str| HeaderValue::new(HeaderName::new_from_ascii_str(name), value.to_owned());
        let mut builder = Message::builder()
            .from(self.0.from.clone())
            .to(Mailbox::new(None, to))
            .subject(mail.subject.as_str())
            .date(mail.at.into())
            .message_id(Some(format!("<{}@{domain}>", mail.id)))
            .raw_header(header("Auto-Submitted", "auto-generated"));
        if let Some(address) = &mail.stopped_at {
            builder = builder
                .raw_header(header("List-Unsubscribe", &format!("<{address}>")))
                .raw_header(header("List-Unsubscribe-Post", "List-Unsubscribe=One-Click"));
        }
        let parts = MultiPart::alternative_plain_html(mail.text.clone(), mail.html.clone());
        Ok(builder.multipart(parts)?.formatted())
    }
}

/// Whether an answer to who is to get it says that there is nobody of that address.
fn is_refusal(error: &lettre::transport::smtp::Error) -> bool {
    use std::error::Error as _;
    let said = error.source().map(ToString::to_string).unwrap_or_default();
    error.status().is_some_and(|code| says_nobody(&code.to_string(), &said))
}

/// Policy, quota and the like have the same codes: only the enhanced status (RFC 3463) tells whose fault it is.
fn says_nobody(code: &str, said: &str) -> bool {
    let status = said.split_whitespace().next().and_then(|status| status.strip_prefix("5.1."));
    // Some servers say here that they refuse the sender: .0 where it is not more precise, .7 and .8.
    matches!(code, "550" | "551" | "553") && status.is_some_and(|detail| !matches!(detail, "0" | "7" | "8"))
}

/// What went wrong, with its cause: the server's own words are there.
fn words(error: &lettre::transport::smtp::Error) -> String {
    use std::error::Error as _;
    match error.source() {
        Some(source) if !error.to_string().contains(&source.to_string()) => format!("{error}: {source}"),
        _ => error.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn settings() -> MailSettings {
        MailSettings {
            server: "127.0.0.1".into(),
            port: 1,
            security: MailSecurity::None,
            login: Some(("coffee".into(), "hunter2".into())),
            from: "Coffeehouse <coffee@example.org>".into(),
            roots: None,
        }
    }

    fn mail() -> Mail {
        Mail {
            to: "mara@example.org".into(),
            subject: "3 things for you: größer".into(),
            text: "A.\n".into(),
            html: "<p>A.</p>".into(),
            id: "letter-7".into(),
            at: "2026-11-23T10:00:00Z".parse().unwrap(),
            stopped_at: Some(format!("https://coffee.example/mail/stop/7.{}", "a".repeat(43))),
        }
    }

    #[test]
    fn a_mail_says_what_made_it_and_how_it_is_stopped() {
        let mailer = Mailer::new(settings()).unwrap();
        let text = String::from_utf8(mailer.message(&mail(), "mara@example.org".parse().unwrap()).unwrap()).unwrap();
        for line in [
            "From: Coffeehouse <coffee@example.org>",
            "To: mara@example.org",
            "Date: Mon, 23 Nov 2026 10:00:00 +0000",
            "Message-ID: <letter-7@example.org>",
            "Auto-Submitted: auto-generated",
            "List-Unsubscribe-Post: List-Unsubscribe=One-Click",
        ] {
            assert!(text.lines().any(|one| one == line), "{line} is not in {text}");
        }
        assert!(text.replace("\r\n ", " ").contains(&format!("List-Unsubscribe: <{}>", mail().stopped_at.unwrap())));
        assert!(text.contains("multipart/alternative"));
    }

    #[test]
    fn without_tls_mail_stays_on_this_machine_and_a_sender_is_an_address() {
        let far = MailSettings { server: "mail.example".into(), ..settings() };
        assert_eq!(Mailer::new(far.clone()).err(), Some(MailFault::Bare("mail.example".into())));
        assert!(Mailer::new(MailSettings { security: MailSecurity::Starttls, ..far }).is_ok());
        assert!(matches!(Mailer::new(MailSettings { from: "nobody".into(), ..settings() }), Err(MailFault::From(_))));
        let none = MailSettings { roots: Some(b"no certificate".to_vec()), ..settings() };
        assert!(matches!(Mailer::new(none), Err(MailFault::Roots(_))));
    }

    #[test]
    fn an_address_is_refused_for_good_only_where_the_answer_is_about_it() {
        for (code, said) in
            [("550", "5.1.1 nobody of that name"), ("553", "5.1.3 bad address"), ("550", "5.1.10 null MX")]
        {
            assert!(says_nobody(code, said), "{code} {said}");
        }
        for (code, said) in [
            ("550", "5.7.1 blocked, see https://list.example/5.1.1"),
            ("550", "5.1.0 <coffee@example.org>: Sender address rejected: User unknown"),
            ("550", "5.1.8 Sender address rejected: Domain not found"),
            ("552", "5.2.2 mailbox full"),
            ("554", "5.1.1 relay denied"),
            ("550", "no such user"),
            ("550", ""),
        ] {
            assert!(!says_nobody(code, said), "{code} {said}");
        }
    }

    #[test]
    fn no_settings_show_a_password() {
        assert!(!format!("{:?}", settings()).contains("hunter2"));
    }

    #[tokio::test]
    async fn a_server_that_is_not_there_is_said_to_be_so() {
        let error = Mailer::new(settings()).unwrap().send(&mail()).await.unwrap_err();
        assert!(matches!(error, MailError::Unready(_)), "{error}");
    }
}
