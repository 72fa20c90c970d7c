//! What the feed costs, as ratios measured in one run.

fn main() {}
