//! The rows of the course editor.

use super::Row;

/// There is a draft of a course that was published.
pub(super) const EDITING: &[Row] = &[
    ("GET", "/{lang}/trainer/drafts", [303, 403, 200, 403, 403]),
    // No course is named.
    ("POST", "/{lang}/trainer/drafts", [303, 403, 404, 403, 403]),
    ("GET", "/{lang}/trainer/drafts/new", [303, 403, 200, 403, 403]),
    ("POST", "/{lang}/trainer/drafts/new", [303, 403, 422, 403, 403]),
    ("GET", "/{lang}/trainer/drafts/{draft}", [303, 403, 200, 403, 403]),
    // No button was pressed.
    ("POST", "/{lang}/trainer/drafts/{draft}/outline", [303, 403, 400, 403, 403]),
    ("POST", "/{lang}/trainer/drafts/{draft}/undo", [303, 403, 400, 403, 403]),
    // Without the place.
    ("POST", "/{lang}/trainer/drafts/{draft}/present", [303, 403, 400, 403, 403]),
    ("GET", "/{lang}/trainer/drafts/{draft}/settings", [303, 403, 200, 403, 403]),
    ("POST", "/{lang}/trainer/drafts/{draft}/settings", [303, 403, 409, 403, 403]),
    ("GET", "/{lang}/trainer/drafts/{draft}/modules/new", [303, 403, 200, 403, 403]),
    ("POST", "/{lang}/trainer/drafts/{draft}/modules/new", [303, 403, 422, 403, 403]),
    ("GET", "/{lang}/trainer/drafts/{draft}/modules/{module}", [303, 403, 200, 403, 403]),
    ("POST", "/{lang}/trainer/drafts/{draft}/modules/{module}", [303, 403, 422, 403, 403]),
    ("GET", "/{lang}/trainer/drafts/{draft}/modules/{module}/lessons/new", [303, 403, 200, 403, 403]),
    ("POST", "/{lang}/trainer/drafts/{draft}/modules/{module}/lessons/new", [303, 403, 422, 403, 403]),
    ("GET", "/{lang}/trainer/drafts/{draft}/lessons/{lesson}", [303, 403, 200, 403, 403]),
    // Made from no revision.
    ("POST", "/{lang}/trainer/drafts/{draft}/lessons/{lesson}", [303, 403, 409, 403, 403]),
    ("GET", "/{lang}/trainer/drafts/{draft}/lessons/{lesson}/{in}", [303, 403, 200, 403, 403]),
    // Made from no revision.
    ("POST", "/{lang}/trainer/drafts/{draft}/lessons/{lesson}/{in}", [303, 403, 409, 403, 403]),
    ("POST", "/{lang}/trainer/drafts/{draft}/lessons/{lesson}/{in}/preview", [303, 403, 200, 403, 403]),
    ("GET", "/{lang}/trainer/drafts/{draft}/file", [303, 403, 200, 403, 403]),
    ("POST", "/{lang}/trainer/drafts/{draft}/file", [303, 403, 400, 403, 403]),
    ("GET", "/{lang}/trainer/drafts/{draft}/final", [303, 403, 200, 403, 403]),
    ("POST", "/{lang}/trainer/drafts/{draft}/final", [303, 403, 409, 403, 403]),
    ("GET", "/{lang}/trainer/drafts/{draft}/facts", [303, 403, 200, 403, 403]),
    ("GET", "/{lang}/trainer/drafts/{draft}/facts/new", [303, 403, 200, 403, 403]),
    ("POST", "/{lang}/trainer/drafts/{draft}/facts/new", [303, 403, 422, 403, 403]),
    ("GET", "/{lang}/trainer/drafts/{draft}/facts/{fact}", [303, 403, 200, 403, 403]),
    ("POST", "/{lang}/trainer/drafts/{draft}/facts/{fact}", [303, 403, 422, 403, 403]),
    // A lesson uses it.
    ("POST", "/{lang}/trainer/drafts/{draft}/facts/{fact}/remove", [303, 403, 409, 403, 403]),
    ("GET", "/{lang}/trainer/drafts/{draft}/glossary", [303, 403, 200, 403, 403]),
    ("GET", "/{lang}/trainer/drafts/{draft}/glossary/new", [303, 403, 200, 403, 403]),
    ("POST", "/{lang}/trainer/drafts/{draft}/glossary/new", [303, 403, 422, 403, 403]),
    ("GET", "/{lang}/trainer/drafts/{draft}/glossary/{term}", [303, 403, 200, 403, 403]),
    ("POST", "/{lang}/trainer/drafts/{draft}/glossary/{term}", [303, 403, 422, 403, 403]),
    ("POST", "/{lang}/trainer/drafts/{draft}/glossary/{term}/remove", [303, 403, 409, 403, 403]),
    ("GET", "/{lang}/trainer/drafts/{draft}/history", [303, 403, 200, 403, 403]),
    ("GET", "/{lang}/trainer/drafts/{draft}/history/{change}", [303, 403, 200, 403, 403]),
    ("POST", "/{lang}/trainer/drafts/{draft}/history/{change}", [303, 403, 303, 403, 403]),
    ("GET", "/{lang}/trainer/drafts/{draft}/history/course", [303, 403, 200, 403, 403]),
    // No moment is named.
    ("POST", "/{lang}/trainer/drafts/{draft}/history/course", [303, 403, 404, 403, 403]),
    ("GET", "/{lang}/trainer/drafts/{draft}/pictures", [303, 403, 200, 403, 403]),
    // No form with a file.
    ("POST", "/{lang}/trainer/drafts/{draft}/pictures", [303, 403, 400, 403, 403]),
    ("GET", "/{lang}/trainer/drafts/{draft}/pictures/{picture}", [303, 403, 200, 403, 403]),
    ("POST", "/{lang}/trainer/drafts/{draft}/pictures/{picture}", [303, 403, 400, 403, 403]),
    // It is used.
    ("POST", "/{lang}/trainer/drafts/{draft}/pictures/{picture}/delete", [303, 403, 422, 403, 403]),
    ("GET", "/{lang}/trainer/drafts/{draft}/media/{picture}", [303, 403, 200, 403, 403]),
    ("GET", "/{lang}/trainer/drafts/{draft}/check", [303, 403, 200, 403, 403]),
    ("GET", "/{lang}/trainer/drafts/{draft}/questions", [303, 403, 200, 403, 403]),
    // No question was chosen.
    ("POST", "/{lang}/trainer/drafts/{draft}/questions", [303, 403, 422, 403, 403]),
    ("GET", "/{lang}/trainer/drafts/{draft}/questions/new", [303, 403, 200, 403, 403]),
    // No kind is named.
    ("POST", "/{lang}/trainer/drafts/{draft}/questions/new", [303, 403, 400, 403, 403]),
    ("GET", "/{lang}/trainer/drafts/{draft}/questions/{question}", [303, 403, 200, 403, 403]),
    // Made from no revision.
    ("POST", "/{lang}/trainer/drafts/{draft}/questions/{question}", [303, 403, 409, 403, 403]),
    ("GET", "/{lang}/trainer/drafts/{draft}/questions/{question}/try", [303, 403, 303, 403, 403]),
    // With dots for what is not written.
    ("POST", "/{lang}/trainer/drafts/{draft}/questions/{question}/try", [303, 403, 200, 403, 403]),
    ("GET", "/{lang}/trainer/drafts/{draft}/questions/{question}/try/{in}", [303, 403, 200, 403, 403]),
    // Nothing was chosen.
    ("POST", "/{lang}/trainer/drafts/{draft}/questions/{question}/try/{in}", [303, 403, 422, 403, 403]),
    // What was checked is not named.
    ("POST", "/{lang}/trainer/drafts/{draft}/publish", [303, 403, 409, 403, 403]),
    ("GET", "/{lang}/trainer/drafts/{draft}/import", [303, 403, 200, 403, 403]),
    ("POST", "/{lang}/trainer/drafts/{draft}/import", [303, 403, 400, 403, 403]),
    ("GET", "/{lang}/trainer/drafts/{draft}/import/{upload}", [303, 403, 200, 403, 403]),
    ("POST", "/{lang}/trainer/drafts/{draft}/import/{upload}", [303, 403, 303, 403, 403]),
    // No button was pressed.
    ("POST", "/{lang}/trainer/drafts/{draft}/catalogue", [303, 403, 400, 403, 403]),
    ("GET", "/{lang}/trainer/drafts/import", [303, 403, 200, 403, 403]),
    ("POST", "/{lang}/trainer/drafts/import", [303, 403, 400, 403, 403]),
    ("GET", "/{lang}/trainer/question-template.{ending}", [303, 403, 200, 403, 403]),
    ("GET", "/{lang}/trainer/courses/{course}/export", [303, 403, 200, 403, 403]),
    // No format is named.
    ("GET", "/{lang}/trainer/courses/{course}/export/questions", [303, 403, 404, 403, 403]),
    ("GET", "/{lang}/trainer/drafts/{draft}/export", [303, 403, 200, 403, 403]),
    ("GET", "/{lang}/trainer/drafts/{draft}/export/questions", [303, 403, 404, 403, 403]),
    ("GET", "/{lang}/trainer/courses/{course}/course.zip", [303, 403, 200, 403, 403]),
    ("GET", "/{lang}/trainer/courses/{course}/versions/{version}/course.zip", [303, 403, 200, 403, 403]),
    ("GET", "/{lang}/trainer/drafts/{draft}/course.zip", [303, 403, 200, 403, 403]),
    ("POST", "/{lang}/trainer/drafts/{draft}/incoming", [303, 403, 303, 403, 403]),
    ("GET", "/{lang}/trainer/drafts/{draft}/incoming/{upload}", [303, 403, 200, 403, 403]),
    // What was looked at is not named.
    ("POST", "/{lang}/trainer/drafts/{draft}/incoming/{upload}", [303, 403, 409, 403, 403]),
    ("POST", "/{lang}/trainer/drafts/{draft}/close", [303, 403, 303, 403, 403]),
];
