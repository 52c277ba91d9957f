//! Published courses in memory: parsed once, each lesson rendered once, when it is first opened, shared by all requests.
//!
//! A version never changes, so what was read once stays right; publishing puts a new shelf in place of the old
//! one while requests go on with the one they hold. Versions that have been corrected since are needed only to
//! mark a try that began before, so they are read when they are asked for.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::{Arc, Mutex, OnceLock, PoisonError, RwLock};

use super::import::{course_of, note_for_learners};
use super::markdown::{self, RenderedLesson, Surroundings, Titles};
use super::model::{Course, Picture};
use super::settle::settled;
use super::store::{self, Stored};
use crate::db::Conn;
use crate::kernel::ids::{CourseId, VersionId};
use crate::kernel::{Lang, Localized, Result, Slug, Timestamp};

/// The words and addresses that the platform puts into lessons.
#[derive(Debug, Clone, Copy)]
pub struct Setting {
    /// The words of a language.
    pub titles: fn(Lang) -> Titles<'static>,
    /// The address of a published picture.
    pub picture_url: fn(&Picture) -> String,
    /// The address of a lesson: language, course, lesson.
    pub lesson_url: fn(Lang, &Slug, &Slug) -> String,
}

/// A published version.
#[derive(Debug)]
pub struct Published {
    /// Its id.
    pub id: VersionId,
    /// The course's id.
    pub course_id: CourseId,
    /// The edition, from 1.
    pub edition: i32,
    /// The revision within the edition, from 1.
    pub revision: i32,
    /// When it was published.
    pub published_at: Timestamp,
    /// What the version's note tells learners; often nothing.
    pub note: Localized,
    /// The course with its facts in place.
    pub course: Course,
    setting: Setting,
    /// Below which address the pictures of a draft are; none: they are public.
    pictures: Option<String>,
    lessons: BTreeMap<(Slug, Lang), Lesson>,
    /// Texts of questions as HTML, each made once: a course has a fixed set of them.
    inlined: RwLock<HashMap<String, Arc<str>>>,
}

/// A lesson in a language: rendered for whoever opens it first.
#[derive(Debug)]
struct Lesson {
    title: String,
    rendered: OnceLock<RenderedLesson>,
}

impl Published {
    /// A text of a question (or of its options and explanations) as safe HTML for use within a paragraph.
    pub fn inline(&self, text: &str) -> Arc<str> {
        if let Some(html) = self.inlined.read().unwrap_or_else(PoisonError::into_inner).get(text) {
            return Arc::clone(html);
        }
        let html: Arc<str> = markdown::inline(text).into();
        self.inlined.write().unwrap_or_else(PoisonError::into_inner).insert(text.to_owned(), Arc::clone(&html));
        html
    }

    /// A lesson in a language of the course, or else in the course's first language, with the language it is in.
    pub fn lesson(&self, key: &Slug, lang: Lang) -> Option<(Lang, &RenderedLesson)> {
        let (lang, lesson) = self.find(key, lang)?;
        if let Some(rendered) = lesson.rendered.get() {
            return Some((lang, rendered));
        }
        let (_, found) = self.course.lesson(key)?;
        let source = found.source.exact(lang)?;
        let render = || around(&self.course, self.ground(), lang, |it| markdown::lesson(source, it));
        Some((lang, lesson.rendered.get_or_init(render)))
    }

    /// The address of a picture of the course.
    pub fn picture_address(&self, key: &Slug, picture: &Picture) -> String {
        self.ground().picture_address(key, picture)
    }

    fn ground(&self) -> Ground<'_> {
        Ground { setting: &self.setting, pictures: self.pictures.as_deref() }
    }

    fn find(&self, key: &Slug, lang: Lang) -> Option<(Lang, &Lesson)> {
        let first = self.course.languages.first().copied().unwrap_or(lang);
        [lang, first].into_iter().find_map(|lang| Some((lang, self.lessons.get(&(key.clone(), lang))?)))
    }

    /// The language in which a reader of this one has a lesson.
    pub fn lesson_language(&self, key: &Slug, lang: Lang) -> Option<Lang> {
        self.find(key, lang).map(|(lang, _)| lang)
    }

    /// The title of a lesson; its key if there is none.
    pub fn lesson_title<'a>(&'a self, key: &'a Slug, lang: Lang) -> &'a str {
        self.find(key, lang).map_or(key.as_str(), |(_, lesson)| lesson.title.as_str())
    }
}

/// All current versions: the newest revision of each edition.
#[derive(Debug, Default)]
pub struct Shelf {
    versions: BTreeMap<VersionId, Arc<Published>>,
    editions: BTreeMap<(CourseId, i32), Arc<Published>>,
    newest: BTreeMap<Slug, Arc<Published>>,
    withdrawn: BTreeSet<CourseId>,
}

impl Shelf {
    /// The newest edition of each course, in the order of their keys, whether it takes new learners or not.
    pub fn catalogue(&self) -> impl Iterator<Item = &Arc<Published>> {
        self.newest.values()
    }

    /// The newest edition of each course that takes new learners.
    pub fn offered(&self) -> impl Iterator<Item = &Arc<Published>> {
        self.newest.values().filter(|published| self.is_offered(published.course_id))
    }

    /// True if a course takes new learners.
    pub fn is_offered(&self, course: CourseId) -> bool {
        !self.withdrawn.contains(&course)
    }

    /// The newest edition of a course.
    pub fn course(&self, key: &str) -> Option<&Arc<Published>> {
        self.newest.get(key)
    }

    /// The newest edition of a course, by id.
    pub fn course_by_id(&self, id: CourseId) -> Option<&Arc<Published>> {
        self.newest.values().find(|published| published.course_id == id)
    }

    /// What learners of an edition see.
    pub fn edition(&self, course: CourseId, edition: i32) -> Option<&Arc<Published>> {
        self.editions.get(&(course, edition))
    }

    /// Every edition of a course, the earliest first.
    pub fn editions(&self, course: CourseId) -> impl Iterator<Item = &Arc<Published>> {
        self.editions.range((course, i32::MIN)..=(course, i32::MAX)).map(|(_, published)| published)
    }

    /// The courses to complete before one enrols in this one: of those that it names, the ones that take learners here.
    pub fn prerequisites(&self, of: &Published) -> Vec<Arc<Published>> {
        let named = of.course.prerequisites.iter().filter_map(|key| self.course(key.as_str()));
        let own = &of.course.key;
        // Courses that ask for each other would let nobody in.
        let leads_back = |one: &Published| {
            let (mut seen, mut next) = (BTreeSet::from([one.course.key.clone()]), vec![one.course.key.clone()]);
            while let Some(course) = next.pop().and_then(|key| self.course(key.as_str())) {
                next.extend(course.course.prerequisites.iter().filter(|key| seen.insert((*key).clone())).cloned());
            }
            seen.contains(own)
        };
        named.filter(|one| self.is_offered(one.course_id) && !leads_back(one)).cloned().collect()
    }

    /// A version, if it is a current one; see [`Library::version`] for the others.
    pub fn version(&self, id: VersionId) -> Option<&Arc<Published>> {
        self.versions.get(&id)
    }

    fn put(&mut self, published: &Arc<Published>) {
        self.versions.insert(published.id, Arc::clone(published));
        self.editions.insert((published.course_id, published.edition), Arc::clone(published));
        let newest = self.newest.entry(published.course.key.clone()).or_insert_with(|| Arc::clone(published));
        if newest.edition < published.edition {
            *newest = Arc::clone(published);
        }
    }
}

/// Holds the shelf.
#[derive(Debug)]
pub struct Library {
    setting: Setting,
    shelf: RwLock<Arc<Shelf>>,
    refreshing: Mutex<()>,
    older: RwLock<Vec<Arc<Published>>>,
}

/// How many corrected versions are kept in memory.
const OLDER: usize = 8;

impl Library {
    /// An empty library; [`Library::refresh`] fills it.
    pub fn new(setting: Setting) -> Self {
        Self { setting, shelf: RwLock::default(), refreshing: Mutex::default(), older: RwLock::default() }
    }

    /// The shelf of this moment.
    pub fn shelf(&self) -> Arc<Shelf> {
        Arc::clone(&self.shelf.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Reads what was published since. Versions that are on the shelf already are not read again. A version that
    /// cannot be read is logged and left out, so that the other courses stay there.
    ///
    /// # Errors
    /// The database's.
    pub fn refresh(&self, conn: &mut Conn) -> Result<()> {
        // One at a time, or a slow one would put an older shelf over a newer one.
        let _turn = self.refreshing.lock().unwrap_or_else(PoisonError::into_inner);
        let before = self.shelf();
        let ids = store::list_current_ids(conn)?;
        let missing: Vec<VersionId> = ids.iter().copied().filter(|id| before.version(*id).is_none()).collect();
        let withdrawn = store::list_withdrawn(conn)?.into_iter().collect();
        let mut next = Shelf { withdrawn, ..Shelf::default() };
        ids.iter().filter_map(|id| before.version(*id)).for_each(|known| next.put(known));
        for stored in store::list_versions(conn, &missing)? {
            match self.published(&stored) {
                Ok(published) => next.put(&Arc::new(published)),
                Err(error) => tracing::error!(version = %stored.id, %error, "a published course cannot be read"),
            }
        }
        *self.shelf.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(next);
        Ok(())
    }

    /// Any version, also one that has been corrected since.
    ///
    /// # Errors
    /// The database's; not found.
    pub fn version(&self, conn: &mut Conn, id: VersionId) -> Result<Arc<Published>> {
        if let Some(published) = self.shelf().version(id) {
            return Ok(Arc::clone(published));
        }
        let kept = |older: &[Arc<Published>]| older.iter().find(|published| published.id == id).cloned();
        if let Some(published) = kept(&self.older.read().unwrap_or_else(PoisonError::into_inner)) {
            return Ok(published);
        }
        let published = Arc::new(self.published(&store::get_version(conn, id)?)?);
        let mut older = self.older.write().unwrap_or_else(PoisonError::into_inner);
        if older.len() >= OLDER {
            older.remove(0);
        }
        older.push(Arc::clone(&published));
        Ok(published)
    }

    fn published(&self, stored: &Stored) -> Result<Published> {
        let course = settled(&course_of(stored)?);
        let lessons = lessons(&course, Ground { setting: &self.setting, pictures: None });
        let &Stored { id, course_id, edition, revision, published_at, .. } = stored;
        let (setting, note) = (self.setting, note_for_learners(&stored.note));
        let (pictures, inlined) = (None, RwLock::default());
        Ok(Published {
            id,
            course_id,
            edition,
            revision,
            published_at,
            note,
            course,
            setting,
            pictures,
            lessons,
            inlined,
        })
    }

    /// A course that is being edited, as it would look: on no shelf, and nobody's version. Its pictures are below the
    /// address `pictures`, for those alone who may see them.
    pub fn look_at(&self, course: &Course, now: Timestamp, pictures: &str) -> Published {
        let course = settled(course);
        Published {
            id: VersionId(0),
            course_id: CourseId(0),
            edition: 0,
            revision: 0,
            published_at: now,
            note: Localized::default(),
            lessons: lessons(&course, Ground { setting: &self.setting, pictures: Some(pictures) }),
            setting: self.setting,
            pictures: Some(pictures.to_owned()),
            inlined: RwLock::default(),
            course,
        }
    }
}

/// The titles of all lessons in all languages; what stands under them waits until somebody opens them.
fn lessons(course: &Course, ground: Ground<'_>) -> BTreeMap<(Slug, Lang), Lesson> {
    let mut lessons = BTreeMap::new();
    for &lang in &course.languages {
        for (_, lesson) in course.lessons() {
            if let Some(source) = lesson.source.exact(lang) {
                let title = around(course, ground, lang, |it| markdown::title(source, it));
                lessons.insert((lesson.key.clone(), lang), Lesson { title, rendered: OnceLock::new() });
            }
        }
    }
    lessons
}

/// Where what lessons refer to is found.
#[derive(Debug, Clone, Copy)]
struct Ground<'a> {
    setting: &'a Setting,
    pictures: Option<&'a str>,
}

impl Ground<'_> {
    /// The address changes with the picture, so browsers may keep it.
    fn picture_address(&self, key: &Slug, picture: &Picture) -> String {
        match self.pictures {
            Some(base) => picture.address_below(base, key.as_str()),
            None => (self.setting.picture_url)(picture),
        }
    }
}

/// Hands on what a lesson may refer to.
fn around<T>(course: &Course, ground: Ground<'_>, lang: Lang, work: impl FnOnce(&Surroundings<'_>) -> T) -> T {
    let picture_url = |key: &Slug, picture: &Picture| ground.picture_address(key, picture);
    let lesson_url = |lesson: &Slug| (ground.setting.lesson_url)(lang, &course.key, lesson);
    let titles = (ground.setting.titles)(lang);
    work(&Surroundings { course, lang, titles, picture_url: &picture_url, lesson_url: &lesson_url })
}
