//! What an author can get wrong in a question. Whoever reads the file or the form finds the place by the list
//! and the key; missing texts and translations are found there as well, not here.

use crate::kernel::Slug;

/// A part of a question, as its author knows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum List {
    /// Right options (or reasons).
    Right,
    /// Wrong options (or reasons).
    Wrong,
    /// Right and wrong options together.
    Options,
    /// The steps of an ordering.
    Steps,
    /// Groups of steps whose order does not matter.
    Equivalent,
    /// Pairs of steps whose order must be right.
    CriticalPairs,
    /// The pairs of a matching.
    Pairs,
    /// Right sides that belong to nobody.
    Extra,
    /// The accepted forms of a short text, in one language.
    Accept,
    /// The decisions of a case.
    Decisions,
}

impl List {
    /// The name in a course file; right and wrong options together are `right and wrong`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Right => "right",
            Self::Wrong => "wrong",
            Self::Options => "right and wrong",
            Self::Steps => "step",
            Self::Equivalent => "equivalent",
            Self::CriticalPairs => "critical_pairs",
            Self::Pairs => "pair",
            Self::Extra => "extra",
            Self::Accept => "accept",
            Self::Decisions => "decision",
        }
    }
}

/// One mistake. What is said of it stands with the other sentences of the checks (`content/message.rs`).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Mistake {
    /// A list has too few members.
    TooFew {
        /// Which.
        list: List,
        /// How many there are.
        found: usize,
        /// How many there must be.
        least: usize,
    },
    /// A list has too many members.
    TooMany {
        /// Which.
        list: List,
        /// How many there are.
        found: usize,
        /// How many there may be.
        most: usize,
    },
    /// Two options, steps, pairs or extras have the same key.
    DuplicateKey {
        /// The key.
        key: Slug,
    },
    /// Two options say the same in some language, so nobody can tell them apart.
    SameText {
        /// The later one.
        key: Slug,
        /// The earlier one.
        other: Slug,
    },
    /// The key gives the answer away to whoever reads the page's source: `right`, `wrong-2`, `step-1`.
    TellingKey {
        /// The key.
        key: Slug,
    },
    /// `critical` stands on an option where it means nothing: only wrong options of a multiple choice or a case have
    /// it.
    CriticalWithoutMeaning {
        /// The option.
        key: Slug,
    },
    /// A key is mentioned that no step has.
    UnknownKey {
        /// Where it is mentioned.
        list: List,
        /// The key.
        key: Slug,
    },
    /// A group of equivalent steps with fewer than two members.
    GroupTooSmall {
        /// Its only member, if it has one.
        key: Option<Slug>,
    },
    /// Steps of a group do not stand side by side.
    NotNeighbours {
        /// The first step that stands apart.
        key: Slug,
    },
    /// A step is in two groups, or twice in one.
    InTwoGroups {
        /// The step.
        key: Slug,
    },
    /// All steps are equivalent, so every order would be right.
    AnyOrderIsRight,
    /// A critical pair is written against the order of the steps, or names one step twice.
    PairBackwards {
        /// The pair's first step.
        earlier: Slug,
        /// The pair's second step.
        later: Slug,
    },
    /// A critical pair within a group of equivalent steps: one says that the order matters, the other not.
    PairIsEquivalent {
        /// The pair's first step.
        earlier: Slug,
        /// The pair's second step.
        later: Slug,
    },
    /// The smallest accepted number is above the largest.
    MinAboveMax,
    /// A bound that nobody could type as an answer.
    BoundNotTypable,
    /// An accepted form has neither letters nor digits, or more characters than one can type.
    FormNotTypable {
        /// As written.
        form: String,
    },
    /// A zone is no outline: a circle without a radius, a polygon of two corners, a number that is none.
    ZoneEmpty {
        /// The zone.
        key: Slug,
    },
    /// A zone reaches over the edge of the picture.
    ZoneOutside {
        /// The zone.
        key: Slug,
        /// The picture's width.
        width: u32,
        /// The picture's height.
        height: u32,
    },
    /// A right zone that a finger on a phone would miss.
    ZoneTooSmall {
        /// The zone.
        key: Slug,
        /// How wide and high it should be, in units of the view box.
        least: u32,
    },
    /// The middle of a wrong zone lies in a right one, so pointing at it would be right.
    ZoneCovered {
        /// The wrong zone.
        key: Slug,
        /// The right zone.
        other: Slug,
    },
    /// An option leads to a decision that is not there.
    NextUnknown {
        /// The option.
        key: Slug,
        /// Where it leads.
        next: Slug,
    },
    /// An option leads back, or to its own decision.
    NextNotForward {
        /// The option.
        key: Slug,
        /// Where it leads.
        next: Slug,
    },
    /// No option leads to a decision.
    NeverReached {
        /// The decision.
        key: Slug,
    },
    /// Whoever chooses well has decided only once when the case ends.
    RightWayTooShort,
}

impl Mistake {
    /// A stable name, for translated messages and tests.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::TooFew { .. } => "too-few",
            Self::TooMany { .. } => "too-many",
            Self::DuplicateKey { .. } => "duplicate-key",
            Self::SameText { .. } => "same-text",
            Self::TellingKey { .. } => "telling-key",
            Self::CriticalWithoutMeaning { .. } => "critical-without-meaning",
            Self::UnknownKey { .. } => "unknown-key",
            Self::GroupTooSmall { .. } => "group-too-small",
            Self::NotNeighbours { .. } => "not-neighbours",
            Self::InTwoGroups { .. } => "in-two-groups",
            Self::AnyOrderIsRight => "any-order-is-right",
            Self::PairBackwards { .. } => "pair-backwards",
            Self::PairIsEquivalent { .. } => "pair-is-equivalent",
            Self::MinAboveMax => "min-above-max",
            Self::BoundNotTypable => "bound-not-typable",
            Self::FormNotTypable { .. } => "not-typable-form",
            Self::ZoneEmpty { .. } => "zone-empty",
            Self::ZoneOutside { .. } => "zone-outside",
            Self::ZoneTooSmall { .. } => "zone-too-small",
            Self::ZoneCovered { .. } => "zone-covered",
            Self::NextUnknown { .. } => "next-unknown",
            Self::NextNotForward { .. } => "next-not-forward",
            Self::NeverReached { .. } => "never-reached",
            Self::RightWayTooShort => "right-way-too-short",
        }
    }

    /// The key at which to look, where there is one.
    pub const fn key(&self) -> Option<&Slug> {
        match self {
            Self::DuplicateKey { key }
            | Self::SameText { key, .. }
            | Self::TellingKey { key }
            | Self::CriticalWithoutMeaning { key }
            | Self::UnknownKey { key, .. }
            | Self::NotNeighbours { key }
            | Self::InTwoGroups { key }
            | Self::ZoneEmpty { key }
            | Self::ZoneOutside { key, .. }
            | Self::ZoneTooSmall { key, .. }
            | Self::ZoneCovered { key, .. }
            | Self::NextUnknown { key, .. }
            | Self::NextNotForward { key, .. }
            | Self::NeverReached { key } => Some(key),
            Self::PairBackwards { earlier, .. } | Self::PairIsEquivalent { earlier, .. } => Some(earlier),
            Self::GroupTooSmall { key } => key.as_ref(),
            Self::TooFew { .. }
            | Self::TooMany { .. }
            | Self::AnyOrderIsRight
            | Self::MinAboveMax
            | Self::BoundNotTypable
            | Self::FormNotTypable { .. }
            | Self::RightWayTooShort => None,
        }
    }

    /// The list in which to look; `None` where the key says it, or the bounds are meant.
    pub const fn list(&self) -> Option<List> {
        match self {
            Self::TooFew { list, .. } | Self::TooMany { list, .. } | Self::UnknownKey { list, .. } => Some(*list),
            Self::GroupTooSmall { .. }
            | Self::NotNeighbours { .. }
            | Self::InTwoGroups { .. }
            | Self::AnyOrderIsRight => Some(List::Equivalent),
            Self::PairBackwards { .. } | Self::PairIsEquivalent { .. } => Some(List::CriticalPairs),
            Self::FormNotTypable { .. } => Some(List::Accept),
            Self::RightWayTooShort => Some(List::Decisions),
            Self::DuplicateKey { .. }
            | Self::SameText { .. }
            | Self::TellingKey { .. }
            | Self::CriticalWithoutMeaning { .. }
            | Self::MinAboveMax
            | Self::BoundNotTypable
            | Self::ZoneEmpty { .. }
            | Self::ZoneOutside { .. }
            | Self::ZoneTooSmall { .. }
            | Self::ZoneCovered { .. }
            | Self::NextUnknown { .. }
            | Self::NextNotForward { .. }
            | Self::NeverReached { .. } => None,
        }
    }

    /// Notes it where a list has fewer or more members than it may have.
    pub(super) fn check_count(mistakes: &mut Vec<Self>, list: List, found: usize, (least, most): (usize, usize)) {
        if found < least {
            mistakes.push(Self::TooFew { list, found, least });
        } else if found > most {
            mistakes.push(Self::TooMany { list, found, most });
        }
    }
}
