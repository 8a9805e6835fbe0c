//! The targets under libFuzzer; `FUZZ_TARGET` names which.
#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;

static TARGET: LazyLock<&fuzz::Target> = LazyLock::new(|| {
    let name = std::env::var("FUZZ_TARGET").expect("FUZZ_TARGET names a target");
    fuzz::target(&name).expect("there is such a target")
});

fuzz_target!(|bytes: &[u8]| (TARGET.run)(bytes));
