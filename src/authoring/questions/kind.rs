//! The kinds of question, and what each is made of.

/// A kind of question, by its word in the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::authoring) enum Kind {
    Single,
    Multiple,
    TrueFalse,
    Ordering,
    Matching,
    Numeric,
    Text,
    Hotspot,
    Case,
}

impl Kind {
    /// Every kind, in the order in which a trainer chooses.
    pub(in crate::authoring) const ALL: [Self; 9] = [
        Self::Single,
        Self::Multiple,
        Self::TrueFalse,
        Self::Ordering,
        Self::Matching,
        Self::Numeric,
        Self::Text,
        Self::Hotspot,
        Self::Case,
    ];

    /// The word in the file.
    pub(in crate::authoring) const fn code(self) -> &'static str {
        match self {
            Self::Single => "single",
            Self::Multiple => "multiple",
            Self::TrueFalse => "true-false",
            Self::Ordering => "ordering",
            Self::Matching => "matching",
            Self::Numeric => "numeric",
            Self::Text => "text",
            Self::Hotspot => "hotspot",
            Self::Case => "case",
        }
    }

    /// The kind of a word.
    pub(in crate::authoring) fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }

    /// The lists of its parts, in the order in which they are written.
    pub(super) const fn lists(self) -> &'static [PartKind] {
        match self {
            Self::Single | Self::Multiple | Self::TrueFalse | Self::Hotspot => &[PartKind::Right, PartKind::Wrong],
            Self::Ordering => &[PartKind::Step],
            Self::Matching => &[PartKind::Pair, PartKind::Extra],
            Self::Case => &[PartKind::Decision],
            Self::Numeric | Self::Text => &[],
        }
    }

    /// What a new one begins with. No option is right before somebody says so.
    pub(super) const fn first_parts(self) -> &'static [PartKind] {
        match self {
            Self::Single | Self::Hotspot => &[PartKind::Wrong; 3],
            Self::Multiple => &[PartKind::Wrong; 4],
            Self::Ordering => &[PartKind::Step; 4],
            Self::Matching => &[PartKind::Pair, PartKind::Pair, PartKind::Pair, PartKind::Extra],
            Self::Case => &[PartKind::Decision; 3],
            Self::TrueFalse | Self::Numeric | Self::Text => &[],
        }
    }

    /// True if one option alone is right.
    pub(in crate::authoring) const fn has_one_right(self) -> bool {
        matches!(self, Self::Single | Self::TrueFalse)
    }

    /// True if its wrong options may make it worth nothing.
    pub(in crate::authoring) const fn has_critical_options(self) -> bool {
        matches!(self, Self::Multiple)
    }
}

/// A list in which a part of a question stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::authoring) enum PartKind {
    Right,
    Wrong,
    Step,
    Pair,
    Extra,
    Decision,
}

impl PartKind {
    const ALL: [Self; 6] = [Self::Right, Self::Wrong, Self::Step, Self::Pair, Self::Extra, Self::Decision];

    /// The word in the file.
    pub(in crate::authoring) const fn code(self) -> &'static str {
        match self {
            Self::Right => "right",
            Self::Wrong => "wrong",
            Self::Step => "step",
            Self::Pair => "pair",
            Self::Extra => "extra",
            Self::Decision => "decision",
        }
    }

    /// The list of a word.
    pub(super) fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }

    /// Its texts, what it says first.
    pub(in crate::authoring) const fn texts(self, of: Kind) -> &'static [&'static str] {
        match (self, of) {
            (Self::Right | Self::Wrong, Kind::Case) => &["text", "result"],
            (Self::Right | Self::Wrong, _) => &["text", "why"],
            (Self::Step | Self::Decision, _) => &["text"],
            (Self::Pair, _) => &["left", "right"],
            (Self::Extra, _) => &["right"],
        }
    }

    /// True if it is right or wrong.
    pub(in crate::authoring) const fn is_option(self) -> bool {
        matches!(self, Self::Right | Self::Wrong)
    }
}

/// The texts of a question apart from its parts.
pub(super) const fn head_texts(kind: Kind) -> &'static [&'static str] {
    match kind {
        Kind::Numeric => &["picture_alt", "unit", "text", "explanation"],
        Kind::Text => &["picture_alt", "accept", "text", "explanation"],
        _ => &["picture_alt", "text", "explanation"],
    }
}

/// What is typed or chosen once for a question, whatever the language.
pub(super) const fn head_values(kind: Kind) -> &'static [&'static str] {
    match kind {
        Kind::Numeric => &["critical", "tags", "lesson", "picture", "fixed_order", "fact", "min", "max"],
        Kind::TrueFalse => &["critical", "tags", "lesson", "picture", "fixed_order", "answer"],
        _ => &["critical", "tags", "lesson", "picture", "fixed_order"],
    }
}
