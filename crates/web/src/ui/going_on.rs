//! Where a list goes on: the moment and the id of its last row, as addresses name them.

use std::fmt::Display;
use std::str::FromStr;

use jiff::Timestamp;

/// How an address names a place.
pub(crate) fn written((at, id): (Timestamp, impl Display)) -> String {
    format!("{}.{id}", model::micros(at))
}

/// The place that an address names; none for what is no place.
pub(crate) fn read<I: FromStr>(text: &str) -> Option<(Timestamp, I)> {
    let (at, id) = text.split_once('.')?;
    Some((model::timestamp(at.parse().ok()?), id.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::ObligationId;

    #[test]
    fn a_place_reads_back_and_anything_else_is_none() {
        let place = (model::timestamp(1_795_428_000_000_001), ObligationId(7));
        assert_eq!(read(&written(place)), Some(place));
        for wrong in ["", "7", ".", "7.", ".7", "1.x", "99999999999999999999.1"] {
            assert_eq!(read::<ObligationId>(wrong), None, "{wrong}");
        }
    }
}
