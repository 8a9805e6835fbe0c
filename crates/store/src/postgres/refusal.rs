//! Why a server does not let us begin, and what to do then. Nothing here tells the password.

use sqlx::migrate::MigrateError;
use sqlx::postgres::PgConnectOptions;

use crate::StoreError;

/// The name of the database; the user's where none is given.
pub(super) fn database(options: &PgConnectOptions) -> &str {
    options.get_database().unwrap_or(options.get_username())
}

fn address(options: &PgConnectOptions) -> String {
    match options.get_socket() {
        Some(socket) => socket.display().to_string(),
        None => format!("{}:{}", options.get_host(), options.get_port()),
    }
}

/// Why the address is none.
pub(super) fn of_address(source: sqlx::Error) -> StoreError {
    match source {
        sqlx::Error::Configuration(source) => StoreError::Address(source),
        source => StoreError::Address(source.into()),
    }
}

/// Why there is no connection.
pub(super) fn of_connection(source: sqlx::Error, options: &PgConnectOptions) -> StoreError {
    let (at, user) = (address(options), options.get_username().to_owned());
    match source {
        sqlx::Error::Tls(source) => StoreError::Tls { at, source },
        sqlx::Error::Configuration(source) => StoreError::Address(source),
        sqlx::Error::Io(source) => StoreError::Unreachable { at, source: source.into() },
        sqlx::Error::Database(refused) => {
            let source = refused.message().into();
            match refused.code().as_deref() {
                // invalid_password, invalid_authorization_specification
                Some("28P01" | "28000") => StoreError::SignIn { at, user, source },
                // invalid_catalog_name
                Some("3D000") => StoreError::NoDatabase { at, name: database(options).to_owned(), user, source },
                _ => StoreError::Unreachable { at, source },
            }
        }
        source => StoreError::Unreachable { at, source: source.into() },
    }
}

/// Why the database was not brought to this version.
pub(super) fn of_migration(error: MigrateError, options: &PgConnectOptions) -> StoreError {
    let (MigrateError::Execute(cause) | MigrateError::ExecuteMigration(cause, _)) = &error else {
        return error.into();
    };
    // insufficient_privilege
    match cause.as_database_error().and_then(|cause| cause.code()).as_deref() {
        Some("42501") => {
            let (user, name) = (options.get_username().to_owned(), database(options).to_owned());
            StoreError::NotOwner { user, name, source: error }
        }
        _ => error.into(),
    }
}

#[cfg(test)]
mod tests {
    use std::str::FromStr as _;

    use super::*;

    #[test]
    fn no_refusal_tells_the_password() {
        let options = PgConnectOptions::from_str("postgres://ada:hunter2@db.example/coffee").unwrap();
        let timed_out = || sqlx::Error::Io(std::io::ErrorKind::TimedOut.into());
        for error in [
            of_connection(timed_out(), &options),
            of_connection(sqlx::Error::Tls("no".into()), &options),
            of_connection(sqlx::Error::Configuration("no".into()), &options),
            of_migration(MigrateError::Execute(timed_out()), &options),
        ] {
            assert!(!format!("{error} {error:?}").contains("hunter2"), "{error:?}");
        }
        assert_eq!(address(&options), "db.example:5432");
        assert_eq!(database(&options), "coffee");
    }
}
