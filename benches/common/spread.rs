//! Times of one kind of work over questions that all differ.

use std::time::Instant;

use crate::common::tell;

/// Times what is done for each number by itself.
pub fn spread(name: &str, n: usize, mut work: impl FnMut(usize)) {
    // What is asked for on the command line, as criterion takes it.
    if std::env::args().skip(1).any(|word| !word.starts_with('-') && !name.contains(&word)) {
        return;
    }
    work(n);
    let timed = |number| {
        let begun = Instant::now();
        work(number);
        begun.elapsed()
    };
    tell(name, (0..n).map(timed).collect());
}
