use proptest::prelude::*;

use super::*;

fn taught(examples: &[(Vec<u32>, usize)]) -> Linear {
    let mut model = Linear::new(3);
    for (features, class) in examples {
        let features: Vec<Feature> = features.iter().map(|feature| (*feature, 0.5)).collect();
        model.learn(&[0.1, 0.0, -0.1], &features, *class);
    }
    model
}

fn best(model: &Linear, features: &[Feature]) -> usize {
    let mut logits = [0.0; 3];
    model.add_to(&mut logits, features);
    (0..3).max_by(|a, b| logits[*a].total_cmp(&logits[*b])).unwrap()
}

#[test]
fn what_was_shown_is_known() {
    let examples: Vec<_> = (0..60).map(|n| (vec![n % 3, 7], (n % 3) as usize)).collect();
    let model = taught(&examples);
    for class in 0..3 {
        assert_eq!(best(&model, &[(class, 0.5), (7, 0.5)]), class as usize);
    }
    assert_eq!(model.seen(), 60);
}

#[test]
fn a_model_that_learned_nothing_changes_nothing() {
    let mut logits = [1.0, 2.0, 3.0];
    Linear::new(3).add_to(&mut logits, &[(1, 1.0)]);
    assert_eq!(logits, [1.0, 2.0, 3.0]);
}

#[test]
fn bytes_of_others_are_refused_by_what_is_wrong_with_them() {
    let bytes = taught(&[(vec![1, 2], 0)]).to_bytes();
    assert_eq!(Linear::from_bytes(b"", 3), Err(BytesError::Foreign));
    assert_eq!(Linear::from_bytes(&bytes, 2), Err(BytesError::Classes { found: 3, wanted: 2 }));
    assert_eq!(Linear::from_bytes(&bytes[..bytes.len() - 1], 3), Err(BytesError::Damaged));
    assert_eq!(Linear::from_bytes(&[&bytes[..], b"x"].concat(), 3), Err(BytesError::Damaged));
    assert_eq!(Linear::from_finished_bytes(&bytes, 3), Err(BytesError::Foreign));
}

proptest! {
    #[test]
    fn bytes_give_the_model_back_and_equal_models_give_equal_bytes(
        examples in prop::collection::vec((prop::collection::vec(0..50_u32, 1..8), 0..3_usize), 0..40),
    ) {
        let model = taught(&examples);
        let bytes = model.to_bytes();
        prop_assert_eq!(&Linear::from_bytes(&bytes, 3).unwrap(), &model);
        prop_assert_eq!(bytes, taught(&examples).to_bytes());
    }

    #[test]
    fn a_finished_model_is_off_by_half_a_step_at_most(
        examples in prop::collection::vec((prop::collection::vec(0..50_u32, 1..8), 0..3_usize), 1..40),
    ) {
        let model = taught(&examples);
        let finished = Linear::from_finished_bytes(&model.to_finished_bytes(), 3).unwrap();
        let largest = model.rows.values().flat_map(|row| &row.weights).fold(0.0_f32, |most, one| most.max(one.abs()));
        for (feature, row) in &model.rows {
            for (class, weight) in row.weights.iter().enumerate() {
                let other = finished.rows.get(feature).map_or(0.0, |row| row.weights[class]);
                prop_assert!((weight - other).abs() <= largest / 127.0 * 0.51);
            }
        }
    }

    #[test]
    fn no_bytes_panic(bytes in prop::collection::vec(any::<u8>(), 0..200), head in any::<bool>()) {
        let bytes = if head { [&b"CHL1\x03\0\0\0"[..], &bytes].concat() } else { bytes };
        let _ = Linear::from_bytes(&bytes, 3);
        let _ = Linear::from_finished_bytes(&bytes, 3);
    }
}
