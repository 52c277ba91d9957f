//! The signatures in memory: a lesson page tells of them without asking the database.

use std::collections::{BTreeSet, HashMap};
use std::sync::{Arc, PoisonError, RwLock};

use super::digest::{self, Digests};
use super::missing::demands_with;
use super::model::{Demand, Reviewed, Signatures};
use super::store;
use crate::content::Published;
use crate::db::Conn;
use crate::kernel::ids::VersionId;
use crate::kernel::{Lang, Result, ReviewKind, ReviewSubject, Slug};

/// What this server knows of the signatures: read at the start, after each one given or withdrawn here, and every few
/// seconds for what another server was told.
#[derive(Debug, Default)]
pub struct Current {
    standing: RwLock<Arc<Signatures>>,
    /// Of versions, which never change; made when the first signature of the course is looked for.
    digests: RwLock<HashMap<VersionId, Arc<Digests>>>,
}

impl Current {
    /// Every standing signature. The same one until something was signed or withdrawn.
    pub fn get(&self) -> Arc<Signatures> {
        Arc::clone(&self.standing.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Reads them again.
    ///
    /// # Errors
    /// The database's; then the known ones stay.
    pub fn refresh(&self, conn: &mut Conn) -> Result<()> {
        let read = store::list_standing(conn)?;
        if *self.get() != read {
            *self.standing.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(read);
        }
        Ok(())
    }

    /// The digests of a published version.
    pub fn digests(&self, published: &Published) -> Arc<Digests> {
        if let Some(known) = self.digests.read().unwrap_or_else(PoisonError::into_inner).get(&published.id) {
            return Arc::clone(known);
        }
        let fresh = Arc::new(digest::of_course(published));
        self.digests.write().unwrap_or_else(PoisonError::into_inner).insert(published.id, Arc::clone(&fresh));
        fresh
    }

    /// How many lessons of a version lack one of these signatures.
    pub fn count_unsigned(&self, published: &Published, subjects: &[ReviewSubject]) -> usize {
        let (standing, digests) = (self.get(), self.digests(published));
        let is_missing = |demand: &Demand| {
            let under = (published.course.key.clone(), demand.lesson.clone(), demand.kind);
            standing.of(&under, &demand.digest).next().is_none()
        };
        let missing = demands_with(published, &digests, subjects).into_iter().filter(is_missing);
        missing.map(|demand| demand.lesson).collect::<BTreeSet<_>>().len()
    }

    /// True if the course waits for reviews and every lesson is signed for each of them.
    pub fn is_signed(&self, published: &Published) -> bool {
        let pending = published.course.reviews.pending();
        !pending.is_empty() && self.count_unsigned(published, &pending) == 0
    }

    /// What readers of a published lesson in a language are told.
    pub fn of_lesson(&self, published: &Published, lesson: &Slug, lang: Lang) -> Vec<Reviewed> {
        let standing = self.get();
        let kinds = [ReviewKind::Medical, ReviewKind::Legal, ReviewKind::Language(lang)];
        let under = |kind| (published.course.key.clone(), lesson.clone(), kind);
        let told = kinds.into_iter().map(under).filter(|under| standing.has_any(under)).filter_map(|under| {
            let digests = self.digests(published);
            let digest = digests.get(&(under.1.clone(), under.2))?;
            let mut names: Vec<String> = Vec::new();
            let mut at = None;
            for signature in standing.of(&under, digest) {
                at = Some(signature.at);
                if !signature.shown_name.is_empty() && !names.contains(&signature.shown_name) {
                    names.push(signature.shown_name.clone());
                }
            }
            Some(Reviewed { kind: under.2, names, at: at? })
        });
        told.collect()
    }
}
