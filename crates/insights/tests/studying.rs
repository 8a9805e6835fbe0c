//! What holds of agreement and of shares, whatever was coded.

use insights::{Agreement, wilson};
use proptest::prelude::*;

/// Pairs of codes of up to five, 0 among them.
fn pairs() -> impl Strategy<Value = Vec<(u32, u32)>> {
    proptest::collection::vec((0_u32..=5, 0_u32..=5), 0..200)
}

/// Like those, but of coders who often say the same.
fn alike() -> impl Strategy<Value = Vec<(u32, u32)>> {
    let one = (0_u32..=5, 0_u32..=5, 0_u32..4).prop_map(
        |(first, other, chance)| {
            if chance > 0 { (first, first) } else { (first, other) }
        },
    );
    proptest::collection::vec(one, 1..200)
}

proptest! {
    #[test]
    fn no_figure_leaves_its_bounds(pairs in prop_oneof![pairs(), alike()]) {
        let found = Agreement::of(pairs.clone(), 5);
        prop_assert_eq!(found.both as usize, pairs.len());
        if let Some(kappa) = found.kappa {
            prop_assert!(kappa.value.is_finite() && kappa.value <= 1.0 + 1e-9, "{:?}", kappa);
            prop_assert!(-1.0 <= kappa.low && kappa.low <= kappa.value + 1e-9, "{:?}", kappa);
            prop_assert!(kappa.value <= kappa.high + 1e-9 && kappa.high <= 1.0, "{:?}", kappa);
        }
        if let Some(alpha) = found.alpha {
            prop_assert!(alpha.is_finite() && alpha <= 1.0, "{}", alpha);
        }
    }

    #[test]
    fn it_is_the_same_whoever_is_called_the_first_and_in_whatever_order(pairs in pairs(), at in any::<prop::sample::Index>()) {
        let found = Agreement::of(pairs.clone(), 5);
        let mut turned: Vec<(u32, u32)> = pairs.iter().map(|(first, second)| (*second, *first)).collect();
        if !turned.is_empty() {
            let at = at.index(turned.len());
            turned.rotate_left(at);
        }
        let other = Agreement::of(turned, 5);
        prop_assert_eq!((found.both, found.agreed, found.kappa.is_some()), (other.both, other.agreed, other.kappa.is_some()));
        if let (Some(one), Some(two)) = (found.kappa, other.kappa) {
            prop_assert!((one.value - two.value).abs() < 1e-9 && (one.low - two.low).abs() < 1e-9);
        }
        if let (Some(one), Some(two)) = (found.alpha, other.alpha) {
            prop_assert!((one - two).abs() < 1e-9);
        }
    }

    #[test]
    fn whoever_always_agrees_has_all_of_it(codes in proptest::collection::vec(0_u32..=5, 1..100)) {
        let found = Agreement::of(codes.iter().map(|code| (*code, *code)), 5);
        prop_assert_eq!(found.share(), Some(1.0));
        let several = codes.iter().any(|code| *code != codes[0]);
        prop_assert_eq!(found.kappa.is_some(), several);
        if let Some(kappa) = found.kappa {
            prop_assert!((kappa.value - 1.0).abs() < 1e-9);
        }
    }

    #[test]
    fn codes_by_other_names_agree_as_much(pairs in pairs()) {
        // Turning the codes over, without "cannot say", which has a meaning of its own.
        let turn = |code: u32| if code == 0 { 0 } else { 6 - code };
        let found = Agreement::of(pairs.clone(), 5);
        let other = Agreement::of(pairs.iter().map(|(first, second)| (turn(*first), turn(*second))), 5);
        prop_assert_eq!(found.agreed, other.agreed);
        if let (Some(one), Some(two)) = (found.alpha, other.alpha) {
            prop_assert!((one - two).abs() < 1e-9);
        }
    }

    #[test]
    fn an_interval_holds_its_share_and_is_narrower_the_more_there_are(count in 0_u64..300, more in 0_u64..300) {
        let of = (count + more).max(1);
        let (low, high) = wilson(count, of);
        let share = count as f64 / of as f64;
        prop_assert!(0.0 <= low && low <= share && share <= high && high <= 1.0);
        let (nearer_low, nearer_high) = wilson(count * 10, of * 10);
        prop_assert!(nearer_high - nearer_low < high - low);
    }
}
