//! The thread that tidies: merges what was written, takes deletions out of the files, forgets by age and size.

use std::collections::HashMap;
use std::fs::{self, File};
use std::io::{self, BufWriter, Write as _};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread;
use std::time::Duration;

use jiff::SignedDuration;
use model::micros;

use crate::frame::{self, Frames, Kind};
use crate::grave::{self, Graves};
use crate::memory::Shared;
use crate::portion::Blocks;
use crate::record::Records;
use crate::segment::{Segment, add_graves, sync_folder};
use crate::summary::Summary;

/// How long it waits when nobody asks it to come.
const EVERY: Duration = Duration::from_secs(600);
/// Within this time a deletion is taken out of the files too; no reader is shown what was deleted meanwhile.
const CLEAN_EVERY: SignedDuration = SignedDuration::from_hours(24);
/// Slower than the writer's, and a third smaller.
const LEVEL: i32 = 3;

/// Asks the tidier to come. It ends with the last of these.
pub(crate) struct Nudge(Sender<()>);

impl Nudge {
    pub(crate) fn now(&self) {
        // It outlives the writer.
        let _ = self.0.send(());
    }
}

pub(crate) struct Tidier {
    pub(crate) shared: Arc<Shared>,
}

impl Tidier {
    /// Tidies at once, and again when asked and now and then, until nobody writes any more.
    pub(crate) fn start(shared: Arc<Shared>) -> io::Result<Nudge> {
        let (nudge, nudged) = channel();
        let tidier = Self { shared };
        thread::Builder::new().name("memory-tidier".into()).spawn(move || tidier.run(&nudged))?;
        let nudge = Nudge(nudge);
        nudge.now();
        Ok(nudge)
    }

    fn run(&self, nudged: &Receiver<()>) {
        while !matches!(nudged.recv_timeout(EVERY), Err(RecvTimeoutError::Disconnected)) {
            while nudged.try_recv().is_ok() {}
            if let Err(error) = self.tidy() {
                tracing::error!(
                    error = &error as &dyn std::error::Error,
                    "the memory was not tidied; it is tried again"
                );
            }
        }
    }

    /// Brings the files to what they should be.
    pub(crate) fn tidy(&self) -> io::Result<()> {
        let _turn = self.shared.tidying.lock().expect("no holder panics");
        self.forget()?;
        let (now, folder) = (self.shared.clock.now(), &self.shared.folder);
        // Listed first: what is begun after that is not among them.
        let segments = Segment::all(folder)?;
        let due: Vec<Segment> = {
            let held = self.shared.held();
            let is_stale = |segment: &Segment| {
                let cleaned_at = held.segments.get(&segment.number).and_then(|(summary, _)| summary.cleaned_at);
                let age = micros(now).saturating_sub(cleaned_at.unwrap_or(i64::MIN));
                i128::from(age) >= CLEAN_EVERY.as_micros()
            };
            let is_due =
                |segment: &Segment| held.open != Some(segment.number) && (!segment.is_sealed || is_stale(segment));
            segments.iter().copied().filter(is_due).collect()
        };
        if due.is_empty() {
            return Ok(());
        }
        let mut graves = Graves::default();
        for segment in segments {
            if let Some(mut frames) = segment.open(folder)? {
                add_graves(&mut frames, &mut graves)?;
            }
        }
        for segment in due {
            self.merge(segment, &graves)?;
        }
        self.forget()
    }

    /// Forgets the oldest files while they are too old or all of them are too large.
    fn forget(&self) -> io::Result<()> {
        let oldest = micros(self.shared.limits.oldest(self.shared.clock.now()));
        loop {
            let forgotten = {
                let held = self.shared.held();
                let bytes: u64 = held.segments.values().map(|(_, bytes)| bytes).sum();
                let closed = || held.segments.iter().filter(|(number, _)| held.open != Some(**number));
                // One without posts has no age: it goes with the first that has one.
                let is_too_old =
                    closed().find_map(|(_, (summary, _))| summary.last_at).is_some_and(|last| last < oldest);
                let Some((number, _)) = closed().next() else { return Ok(()) };
                if !is_too_old && bytes <= self.shared.limits.bytes {
                    return Ok(());
                }
                *number
            };
            for is_sealed in [false, true] {
                match fs::remove_file(Segment { number: forgotten, is_sealed }.path(&self.shared.folder)) {
                    Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
                    Ok(()) | Err(_) => {}
                }
            }
            self.shared.held().segments.remove(&forgotten);
        }
    }

    /// Writes a file anew, without what was deleted or is too old, in large frames and with a summary.
    fn merge(&self, segment: Segment, graves: &Graves) -> io::Result<()> {
        let folder = &self.shared.folder;
        let Some(mut frames) = segment.open(folder)? else { return Ok(()) };
        let unfinished = Segment::unfinished(segment.number, folder);
        let mut file = BufWriter::new(File::create(&unfinished)?);
        let summary = self.copy(&mut frames, graves, &mut file)?;
        let file = file.into_inner().map_err(io::IntoInnerError::into_error)?;
        file.sync_all()?;
        let bytes = file.metadata()?.len();
        let merged = Segment { is_sealed: true, ..segment };
        fs::rename(&unfinished, merged.path(folder))?;
        sync_folder(folder)?;
        if !segment.is_sealed {
            fs::remove_file(segment.path(folder))?;
        }
        if frames.damaged > 0 || frames.torn_bytes > 0 {
            tracing::warn!(
                file = %segment.path(folder).display(),
                damaged = frames.damaged,
                torn_bytes = frames.torn_bytes,
                "a part of the stream's memory was not what was written, and was left out"
            );
        }
        self.shared.held().segments.insert(segment.number, (summary, bytes));
        Ok(())
    }

    fn copy(&self, frames: &mut Frames, graves: &Graves, file: &mut BufWriter<File>) -> io::Result<Summary> {
        let now = self.shared.clock.now();
        let oldest = micros(self.shared.limits.oldest(now));
        let mut summary = Summary { cleaned_at: Some(micros(now)), ..Summary::default() };
        let (mut posts, mut kept_graves) = (Blocks::default(), HashMap::new());
        for place in frames.places.clone() {
            let kind = place.header.kind;
            let Some(bytes) = (if kind == Kind::Summary { None } else { frames.payload(&place)? }) else { continue };
            match kind {
                Kind::Posts => {
                    let records = Records::of(&bytes).filter(|one| one.heard_at >= oldest && !one.is_dead(graves));
                    for record in records {
                        posts.add(record.heard_at, |out| out.extend_from_slice(record.whole));
                        summary.count(record.heard_at, record.channel.0, record.language());
                    }
                    posts.take(false).write(file, Kind::Posts, LEVEL)?;
                }
                // One that is older than everything remembered names nothing any more.
                Kind::Graves => kept_graves.extend(grave::all(&bytes).filter(|(_, at)| *at >= oldest)),
                Kind::Summary => {}
            }
        }
        posts.take(true).write(file, Kind::Posts, LEVEL)?;
        let mut blocks = Blocks::default();
        for (key, at) in kept_graves {
            blocks.add(at, |out| grave::put(out, key, at));
        }
        blocks.write(file, Kind::Graves, LEVEL)?;
        let span = (summary.first_at.unwrap_or_default(), summary.last_at.unwrap_or_default());
        file.write_all(&frame::make(Kind::Summary, 1, span, &serde_json::to_vec(&summary)?, LEVEL)?)?;
        file.flush()?;
        Ok(summary)
    }
}
