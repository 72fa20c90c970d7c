//! What a clause names and what an item is tied to: closed lists of kinds.

use super::terms::terms;

terms! {
    /// What kind of thing a clause names.
    ReferenceKind {
        Resolution = "resolution",
        Treaty = "treaty",
        /// A declaration, plan or proposal.
        Document = "document",
        /// A summit, conference, forum or dialogue.
        Meeting = "meeting",
        /// An organisation, centre, committee or fund.
        Body = "body",
        /// An initiative, decade or year.
        Initiative = "initiative",
        /// A port, railway or the like.
        Infrastructure = "infrastructure",
    }
}

terms! {
    /// How an item is tied to another one.
    Tie {
        DependsOn = "depends_on",
        FollowsUp = "follows_up",
        Repeats = "repeats",
        PartOf = "part_of",
    }
}
