//! Where a statement can be published: each channel of ours that posts, and how long each text would be there.

use model::{ChannelId, LengthRule, Network, StatementId};
use store::posting::Posting;
use store::statement::Statement;
use store::{StoreError, Tx, channel};

use crate::app::App;

/// A channel on which a statement can be published.
#[derive(Clone, Debug)]
pub struct Place {
    /// Which.
    pub channel: ChannelId,
    /// Its name.
    pub name: String,
    /// On which network.
    pub network: Network,
    /// The texts that there are, each by its language.
    pub texts: Vec<Fit>,
    /// The most characters that it takes.
    pub most: Option<usize>,
}

/// A text on a channel.
#[derive(Clone, Debug)]
pub struct Fit {
    /// Its language; empty for the one for everybody.
    pub language: String,
    /// How many characters go out, with the address behind them.
    pub count: usize,
    /// Whether the channel takes it.
    pub fits: bool,
}

/// How long a post may be on a channel; none where it takes none now.
pub(crate) fn takes(app: &App, channel: ChannelId) -> Option<LengthRule> {
    let capabilities = app.pipeline().channel(channel)?.capabilities();
    capabilities.can_reply.then_some(capabilities.length)
}

/// The channels on which a statement is not yet, and can be.
pub(super) async fn open(
    tx: &mut Tx,
    app: &App,
    one: &Statement,
    postings: &[Posting],
) -> Result<Vec<Place>, StoreError> {
    let mut places = Vec::new();
    for channel in channel::all(tx).await? {
        let Some(length) = takes(app, channel.id) else { continue };
        if postings.iter().any(|posting| posting.channel == channel.id && inbox::stays_out(posting)) {
            continue;
        }
        let fit = |language: &str| {
            let words = inbox::words_out(one, language)?;
            let measured = length.measure(&words.text);
            Some(Fit { language: words.language, count: measured.graphemes, fits: measured.fits })
        };
        places.push(Place {
            channel: channel.id,
            name: channel.name,
            network: channel.network,
            texts: one.terms.texts.iter().filter_map(|text| fit(&text.language)).collect(),
            most: length.graphemes_max,
        });
    }
    Ok(places)
}

/// The address of a statement.
pub(crate) fn address(id: StatementId) -> String {
    format!("/statements/{id}")
}
