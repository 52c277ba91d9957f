//! What a person may do.

use serde::{Deserialize, Serialize};

/// A role, held by a grant. Everyone with an account is a volunteer; the others are given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// Learns: every account.
    Volunteer,
    /// Sees who of one organisation is trained; held for that organisation alone.
    Coordinator,
    /// Authors courses and confirms skills.
    Trainer,
    /// The resource centre: keeps the register.
    Centre,
    /// Runs the installation; the only role that may grant itself to others.
    Administrator,
}

impl Role {
    /// Every role, the least powerful first.
    pub const ALL: [Self; 5] = [Self::Volunteer, Self::Coordinator, Self::Trainer, Self::Centre, Self::Administrator];

    /// The word in the database, on the command line and in addresses.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Volunteer => "volunteer",
            Self::Coordinator => "coordinator",
            Self::Trainer => "trainer",
            Self::Centre => "centre",
            Self::Administrator => "administrator",
        }
    }

    /// The role of a word, if it is one.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.code() == code)
    }

    /// True if it is held by a grant that names nothing else, and so given and taken by its word alone.
    pub const fn is_held_whole(self) -> bool {
        !matches!(self, Self::Volunteer | Self::Coordinator)
    }

    /// True if holders of this role may give `other` to somebody or take it away.
    /// Administrators alone make administrators.
    pub fn may_grant(self, other: Self) -> bool {
        match self {
            Self::Administrator => true,
            Self::Centre => other <= Self::Trainer,
            Self::Volunteer | Self::Coordinator | Self::Trainer => false,
        }
    }
}

impl std::fmt::Display for Role {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.code())
    }
}

impl std::str::FromStr for Role {
    type Err = UnknownRole;

    fn from_str(code: &str) -> Result<Self, Self::Err> {
        Self::from_code(code).ok_or(UnknownRole)
    }
}

/// The text was not a role.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a role: use volunteer, trainer, centre or administrator")]
pub struct UnknownRole;
