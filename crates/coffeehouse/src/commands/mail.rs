//! The mail server of the house, and `coffeehouse mail-test`.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Context as _;
use channels::mailer::{Mail, MailError, MailSecurity, MailSettings, Mailer};
use clap::ValueEnum;
use jiff::Timestamp;
use model::{Clock as _, SystemClock};

use super::Refused;

/// The flags of the mail server.
#[derive(clap::Args)]
pub struct MailServer {
    /// The server that takes the house's mail, by name or address. Without it no mail is sent.
    #[arg(long, env = "COFFEEHOUSE_MAIL_SERVER")]
    mail_server: Option<String>,
    /// Its port; the usual one without it: 465 with tls, 587 with starttls, 25 with none.
    #[arg(long, env = "COFFEEHOUSE_MAIL_PORT")]
    mail_port: Option<u16>,
    /// How the way to it is secured: tls from the first byte, starttls or nothing is sent, none for a server on this machine.
    #[arg(long, env = "COFFEEHOUSE_MAIL_SECURITY", value_enum, default_value = "tls")]
    mail_security: Security,
    /// The name to sign in with there; without it nobody signs in.
    #[arg(long, env = "COFFEEHOUSE_MAIL_USER")]
    mail_user: Option<String>,
    /// The password of that name.
    #[arg(long, env = "COFFEEHOUSE_MAIL_PASSWORD", hide_env_values = true)]
    mail_password: Option<String>,
    /// A file whose first line is that password, instead.
    #[arg(long, env = "COFFEEHOUSE_MAIL_PASSWORD_FILE")]
    mail_password_file: Option<PathBuf>,
    /// Whose mail it is: coffee@example.org, or with a name: Coffeehouse <coffee@example.org>
    #[arg(long, env = "COFFEEHOUSE_MAIL_FROM")]
    mail_from: Option<String>,
    /// A file of certificates (PEM) that are trusted besides those of the web, for a mail server of your own.
    #[arg(long, env = "COFFEEHOUSE_MAIL_ROOTS")]
    mail_roots: Option<PathBuf>,
}

/// How the way to the mail server is secured.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Security {
    Tls,
    Starttls,
    None,
}

impl MailServer {
    /// What sends the house's mail; `None` where no server is named.
    ///
    /// # Errors
    /// [`Refused`] says what is missing or wrong.
    pub fn mailer(&self) -> anyhow::Result<Option<Mailer>> {
        let Some(server) = self.mail_server.clone().filter(|server| !server.is_empty()) else { return Ok(None) };
        let refused = |why: String| anyhow::Error::new(Refused(why));
        let from = self.mail_from.clone();
        let from = from.ok_or_else(|| refused("mail_server needs mail_from: whose mail it is".to_owned()))?;
        let (security, usual) = match self.mail_security {
            Security::Tls => (MailSecurity::Tls, 465),
            Security::Starttls => (MailSecurity::Starttls, 587),
            Security::None => (MailSecurity::None, 25),
        };
        let password = match (&self.mail_password, &self.mail_password_file) {
            (Some(_), Some(_)) => return Err(refused("mail_password or mail_password_file, not both".to_owned())),
            (Some(password), None) => Some(password.clone()),
            (None, Some(path)) => {
                let read =
                    std::fs::read_to_string(path).with_context(|| format!("mail_password_file {}", path.display()))?;
                Some(read.lines().next().unwrap_or_default().to_owned())
            }
            (None, None) => None,
        };
        let login = match (self.mail_user.clone(), password) {
            (Some(user), Some(password)) => Some((user, password)),
            (None, None) => None,
            (Some(_), None) => return Err(refused("mail_user needs mail_password or mail_password_file".to_owned())),
            (None, Some(_)) => return Err(refused("a password of the mail server needs mail_user".to_owned())),
        };
        let read = |path: &PathBuf| std::fs::read(path).with_context(|| format!("mail_roots {}", path.display()));
        let roots = self.mail_roots.as_ref().map(read).transpose()?;
        let port = self.mail_port.unwrap_or(usual);
        let mailer = Mailer::new(MailSettings { server, port, security, login, from, roots });
        mailer.map(Some).map_err(|error| refused(error.to_string()))
    }
}

#[derive(clap::Args)]
#[command(after_help = "\
Sends with the settings that `serve` would use, from the flags, the variables and the file, and says what failed.")]
pub struct Arguments {
    #[command(flatten)]
    mail: MailServer,
    /// Where the trial goes.
    address: String,
}

pub async fn run(arguments: Arguments) -> anyhow::Result<ExitCode> {
    let Some(mailer) = arguments.mail.mailer()? else {
        return Err(Refused("no mail is set up: name a server with mail_server, and mail_from".to_owned()).into());
    };
    let now: Timestamp = SystemClock.now();
    let mail = Mail {
        to: arguments.address.clone(),
        subject: "A trial of Coffeehouse's mail".to_owned(),
        text: "If you read this, mail from Coffeehouse arrives.\n".to_owned(),
        html: "<!DOCTYPE html>\n<html lang=\"en\"><body><p>If you read this, mail from Coffeehouse arrives.</p></body></html>\n"
            .to_owned(),
        id: format!("trial-{}", now.as_microsecond()),
        at: now,
        stopped_at: None,
    };
    match mailer.send(&mail).await {
        Ok(()) => {
            println!(
                "The mail server took it, from {} to {}. Look into that mailbox.",
                mailer.from(),
                arguments.address
            );
            Ok(ExitCode::SUCCESS)
        }
        Err(error) => {
            let then = match &error {
                MailError::Unready(_) => {
                    "Nothing was sent. Look at mail_server, mail_port, mail_security and the login."
                }
                MailError::Later(_) => {
                    "Nothing was sent; another time it may be. Where it stays so, look whether the login may send as mail_from."
                }
                MailError::Refused(_) => "Nothing was sent. Look at the address.",
                MailError::Unknown(_) => "It may have been sent: look into that mailbox.",
            };
            println!("It failed: {error}. {then}");
            Ok(ExitCode::FAILURE)
        }
    }
}
