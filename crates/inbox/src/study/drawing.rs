//! Drawing a sample: one walk through what was heard, in short transactions, that comes to the same however it is cut.

use std::collections::HashSet;

use listening::{FieldContext, Query};
use model::{Actor, EventKind, PostId, StudyId, StudyState};
use serde_json::json;
use store::conversation::View;
use store::event::append;
use store::study::{self, Drawing, Drawn, Study};
use store::{Store, Tx};

use crate::{Result, Search};

/// Goes on with drawing a sample by one step: looks at so many of the next mentions without holding anybody, then keeps what
/// was found. Whether there is more to do.
///
/// A study that was stopped, or is drawn anew, meanwhile is left alone.
///
/// # Errors
/// When the database fails; nothing of the step happened then.
pub async fn draw_on(store: &Store, id: StudyId, step: i64) -> Result<bool> {
    let mut tx = store.read().await?;
    let Some((asked, mut drawing)) = being_drawn(&mut tx, id).await? else { return Ok(false) };
    let heard = study::heard_after(&mut tx, &drawing, step.max(1)).await?;
    if drawing.to_look == 0 && !heard.is_empty() {
        drawing.to_look = drawing.looked + study::count_heard(&mut tx, &drawing).await?;
    }
    let looked = look(&mut tx, &asked, &drawing, heard).await?;
    drop(tx);

    let mut tx = store.write().await?;
    let Some((mut found, stands)) = being_drawn(&mut tx, id).await? else { return Ok(false) };
    if (stands.began_at, stands.after) != (drawing.began_at, drawing.after) {
        // Somebody else took the step.
        return Ok(true);
    }
    let is_going_on = match looked {
        Some(looked) => {
            keep(&mut tx, &mut found, looked).await?;
            true
        }
        None => {
            finish(&mut tx, &mut found).await?;
            false
        }
    };
    tx.commit().await?;
    Ok(is_going_on)
}

async fn being_drawn(tx: &mut Tx, id: StudyId) -> Result<Option<(Study, Drawing)>> {
    let found = study::find(tx, id).await?.filter(|found| found.state == StudyState::Drawing);
    Ok(found.and_then(|found| found.drawing.clone().map(|drawing| (found, drawing))))
}

/// What a step came to.
struct Looked {
    drawing: Drawing,
    lots: Vec<(String, PostId)>,
}

/// Asks the query of the next mentions, at the moment at which the drawing began; `None` where there are none left.
async fn look(tx: &mut Tx, asked: &Study, before: &Drawing, heard: Vec<Drawn>) -> Result<Option<Looked>> {
    let Some(last) = heard.last().map(|last| last.said.post.id) else { return Ok(None) };
    let mut drawing = before.clone();
    drawing.after = last;
    drawing.looked += heard.len() as i64;
    let mut standing = Vec::new();
    for one in heard {
        // What has no words cannot be coded; what is spam is nobody's voice.
        if one.is_gone() {
            drawing.gone += 1;
        } else if one.is_spam {
            drawing.spam += 1;
        } else {
            standing.push(one.said);
        }
    }
    let ids: Vec<_> = standing.iter().map(|one| (one.post.id, one.post.posted_at)).collect();
    // A query that a person's erasure took words out of meets nothing.
    let met = match Query::parse(&asked.terms.query, FieldContext::View) {
        Ok(query) => {
            let search = Search::new(View::All, &query, "", drawing.by);
            search.posts_met(tx, standing, drawing.began_at).await?
        }
        Err(_) => HashSet::new(),
    };
    let mut lots = Vec::new();
    for (post, at) in ids.into_iter().filter(|(post, _)| met.contains(post)) {
        drawing.met += 1;
        drawing.earliest_at = Some(drawing.earliest_at.map_or(at, |earliest| earliest.min(at)));
        drawing.latest_at = Some(drawing.latest_at.map_or(at, |latest| latest.max(at)));
        lots.push((study::lot(&asked.terms.seed, post), post));
    }
    Ok(Some(Looked { drawing, lots }))
}

/// Keeps how far it came and, of all lots so far, the smallest.
async fn keep(tx: &mut Tx, found: &mut Study, looked: Looked) -> Result<()> {
    let size = usize::try_from(found.terms.size).unwrap_or(usize::MAX);
    let before = study::lots(tx, found.id).await?;
    let largest = before.last().filter(|_| before.len() >= size).cloned();
    let mut fresh = looked.lots;
    // Most come too late for a place in a full sample.
    fresh.retain(|one| largest.as_ref().is_none_or(|largest| one < largest));
    if !fresh.is_empty() {
        let mut all: Vec<(String, PostId)> = before.iter().chain(&fresh).cloned().collect();
        all.sort_unstable();
        let taken_out: Vec<PostId> = all.split_off(size.min(all.len())).into_iter().map(|(_, post)| post).collect();
        fresh.retain(|(_, post)| !taken_out.contains(post));
        study::change_lots(tx, found.id, &taken_out, &fresh).await?;
    }
    found.drawing = Some(looked.drawing);
    Ok(study::save(tx, found).await?)
}

async fn finish(tx: &mut Tx, found: &mut Study) -> Result<()> {
    let now = tx.now();
    found.state = StudyState::Drawn;
    if let Some(drawing) = &mut found.drawing {
        drawing.done_at = Some(now);
    }
    study::save(tx, found).await?;
    let drawing = found.drawing.as_ref();
    let data = json!({
        "study": found.id,
        "state": found.state,
        "version": found.version,
        "population": drawing.map(|drawing| drawing.met),
        "position": drawing.map(|drawing| drawing.position),
    });
    append(tx, EventKind::StudyDrawn, Actor::System, None, data).await?;
    Ok(())
}
