//! The project's own tasks: `cargo xtask check`, `cargo xtask test`, and what they are made of.

mod apt;
mod check;
mod deny;
mod fuzz;
mod generated;
mod part;
mod peer;
mod process;
mod suite;
mod tally;
mod test;
mod tidy;
mod tree;
mod words;

use std::process::ExitCode;

const USAGE: &str = "\
Usage: cargo xtask TASK

  check                   format, lints, documentation, translations, licences and bans, tidiness; runs no tests
  test [FILTER]           says what is there and what is missing, fetches it, runs every suite
    --install             as root: take what neither PATH nor npm nor PyPI has from apt
    --require-all         a suite that cannot run is a failure
    --only SUITE          this suite; may be given several times
  deny                    licences, bans and sources of everything in the build, after deny.toml
  tidy                    what the compiler cannot check: arrows, names, places
  words                   brings the catalogues of crates/wording/languages in step with what the source says
    --check               changes nothing, and says what is missing or wrong in them
  openapi                 writes docs/api/openapi.json anew, from the handlers
  configuration           writes the table of docs/guide/configuration.md anew, from the flags
  screenshots             takes the pictures of every page, and the README's
  fuzz [TARGET …]         looks for bytes that break a parser of what comes from outside
    --seconds N           how long each target is tried (60)
  torture [--rounds N]    kills the server at its named steps, N times (1000), and prints a table
";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let outcome = process::watch_signals().and_then(|()| run(&arguments));
    match outcome {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("xtask: {error:#}");
            ExitCode::from(2)
        }
    }
}

/// Returns whether the task's gate is open.
fn run(arguments: &[String]) -> anyhow::Result<bool> {
    let Some((task, options)) = arguments.split_first() else {
        print!("{USAGE}");
        return Ok(false);
    };
    match task.as_str() {
        "check" => {
            no_more(options)?;
            check::run()
        }
        "test" => test::run(&test::Options::parse(options)?),
        "deny" => {
            no_more(options)?;
            deny::run()
        }
        "tidy" => {
            no_more(options)?;
            tidy::run()
        }
        "words" => match options {
            [] => words::keep(),
            [flag] if flag == "--check" => words::check(),
            _ => anyhow::bail!("`words` takes --check, got `{}`", options.join(" ")),
        },
        "openapi" => {
            no_more(options)?;
            generated::write(&generated::OPENAPI)
        }
        "configuration" => {
            no_more(options)?;
            generated::write(&generated::CONFIGURATION)
        }
        "screenshots" => {
            no_more(options)?;
            test::screenshots()
        }
        "fuzz" => fuzz::run(&fuzz::Options::parse(options)?),
        "torture" => test::torture(rounds(options)?),
        "help" | "--help" | "-h" => {
            print!("{USAGE}");
            Ok(true)
        }
        other => anyhow::bail!("there is no task `{other}`\n\n{USAGE}"),
    }
}

fn no_more(options: &[String]) -> anyhow::Result<()> {
    anyhow::ensure!(options.is_empty(), "this task takes no options, got `{}`", options.join(" "));
    Ok(())
}

fn rounds(options: &[String]) -> anyhow::Result<u32> {
    match options {
        [] => Ok(1000),
        [flag, count] if flag == "--rounds" => Ok(count.parse()?),
        _ => anyhow::bail!("`torture` takes --rounds N, got `{}`", options.join(" ")),
    }
}
