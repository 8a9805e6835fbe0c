//! Arithmetic that gives the same bits on every machine: weights that are rebuilt must be equal, and a judgement made
//! again must be the same. The system's `exp` promises neither; addition, multiplication and `sqrt` do (IEEE 754).

/// Returns e^x to about 15 digits, 0 below -700, the value at 700 above it.
pub(crate) fn exp(x: f64) -> f64 {
    if x < -700.0 {
        return 0.0;
    }
    // e^x = (e^(x / 1024))^1024; the fraction is below 0.7, where twelve terms of the series are exact.
    let x = x.min(700.0);
    let small = x / 1024.0;
    let (mut term, mut sum) = (1.0, 1.0);
    for n in 1..=12 {
        term *= small / f64::from(n);
        sum += term;
    }
    for _ in 0..10 {
        sum *= sum;
    }
    sum
}

/// Turns logits into shares that add up to 1.
pub(crate) fn softmax(logits: &mut [f64]) {
    let highest = logits.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let mut sum = 0.0;
    for logit in logits.iter_mut() {
        *logit = exp(*logit - highest);
        sum += *logit;
    }
    logits.iter_mut().for_each(|share| *share /= sum);
}

/// Hashes bytes: FNV-1a with the last mix of MurmurHash3, so that low bits are good too. Never changes: weights and
/// signatures that are kept depend on it.
pub(crate) fn hash(bytes: impl IntoIterator<Item = u8>) -> u64 {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    for byte in bytes {
        hash = (hash ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3);
    }
    hash ^= hash >> 33;
    hash = hash.wrapping_mul(0xff51_afd7_ed55_8ccd);
    hash ^= hash >> 33;
    hash = hash.wrapping_mul(0xc4ce_b9fe_1a85_ec53);
    hash ^ hash >> 33
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exp_agrees_with_the_systems() {
        for step in -600..600 {
            let x = f64::from(step) / 7.0;
            let ratio = exp(x) / x.exp();
            assert!((ratio - 1.0).abs() < 1e-11, "{x}: {ratio}");
        }
        assert_eq!(exp(-1_000.0), 0.0);
        assert!(exp(1e9).is_finite());
    }

    #[test]
    fn shares_add_up_to_one_however_large_the_logits() {
        let mut shares = [1e6, -1e6, 3.0];
        softmax(&mut shares);
        assert_eq!(shares, [1.0, 0.0, 0.0]);
    }

    #[test]
    fn hashes_are_those_of_yesterday() {
        assert_eq!(hash(*b""), 0xefd0_1f60_ba99_2926);
    }
}
