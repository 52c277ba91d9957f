facts-title = Facts
facts-lead = A number is written here once; lessons and questions use it by name. A change here changes every text, in every language.
facts-empty = The course has no facts yet. Put here each number that several texts use, with its source.
facts-add = Add a fact
facts-key = Name
facts-key-hint = Letters a–z, digits, hyphens. Texts use it like this: { "{" }fact:name{ "}" }
facts-rename-hint = Letters a–z, digits, hyphens. If you change it, every text that uses it follows.
facts-value = Value
facts-value-hint = As texts show it, such as 100–120. If it is the same in every language, the first is enough.
facts-value-missing = Write the value.
facts-unit = Unit
facts-unit-hint = May stay empty. Number questions show it beside the answer.
facts-source = Source
facts-source-hint = Document, author, year.
facts-source-missing = Write where the number comes from.
facts-mark = How it was checked
facts-mark-v = Seen in the source
facts-mark-k = Known from the named guideline
facts-bounds = Which answers are right
facts-bounds-hint = For questions in which a number is typed. May stay empty.
facts-bounds-wrong = Write both numbers, the smaller one first, or leave both empty.
facts-bounds-same = The right answers of number questions stay as they were: { $bounds }. If they should change too, go back and change them.
facts-min = From
facts-max = To
facts-uses = Used
facts-places = { $count ->
    [0] nowhere
    [one] in { $count } place
   *[other] in { $count } places
}
facts-where = Where it is used
facts-nowhere = No text uses it. It can be deleted.
facts-in-question = Question: { $key }
facts-in-term = Glossary: { $key }
facts-in-bounds = Unit and right answers come from here.
facts-added = Added: { $title }
facts-changed = Changed: { $title }
facts-effect = What will change
facts-effect-lead = { $count ->
    [one] Here is { $count } place that uses this number. It changes when you press the button; it can be taken back as one change.
   *[other] Here are { $count } places that use this number. All of them change at once when you press the button; it can be taken back as one change.
}
facts-change-all = Change everywhere
facts-used-still = It is still used
facts-used-still-lead = { $count ->
    [one] It cannot be deleted while { $count } place uses it. Take it out of the text first:
   *[other] It cannot be deleted while { $count } places use it. Take it out of the texts first:
}
glossary-title = Glossary
glossary-lead = Words that lessons explain on a tap.
glossary-empty = The glossary is empty so far. Put here the words that not every reader knows.
glossary-add = Add a word
glossary-term = Word
glossary-term-hint = As the glossary writes it.
glossary-term-missing = Write the word.
glossary-meaning = Meaning
glossary-meaning-hint = One or two plain sentences.
glossary-meaning-missing = Write what the word means.
glossary-too-long = The text is too long: at most 1000 characters.
glossary-lacks = missing in: { $language }
outline-drag = Drag to move
outline-move-hint = ↑ and ↓ move a lesson, at the end of a module into the next one. With a mouse or finger, drag by the dots.
draft-lesson-module-hint = A lesson moves with its texts and with the questions at its end.
draft-time = Minutes for one try
draft-time-hint = Empty: no time limit.
draft-time-wrong = Write a number from 1 to 600, or leave it empty.
draft-languages = Languages of the course
draft-languages-hint = The course is offered in these languages. Unticking one needs a new edition.
draft-guideline = Medical base
draft-guideline-hint = For courses that follow a guideline; other courses leave it empty.
draft-guideline-version = Edition of the guideline
draft-guideline-base = Documents
rules-critical = Critical questions
rules-critical-first = Are drawn first
rules-critical-any = Are drawn like all others
rules-explanations = Explanations are shown
rules-after-try = After every try
rules-after-pass = After a passed try
final-title = Final test
final-lead = A test over the whole course, after the tests of the modules.
final-is-there = yes
final-is-not = none
final-there = The course has a final test
final-draw = Which questions a try has
final-draw-hint = A row with 0 or without a number is left out. Need more rows? Save, and three more appear. Lesson checks are never drawn.
final-from = From where
final-count = How many
final-from-all = From all modules
final-from-module = Module: { $title }
final-from-tag = Tag: { $tag }
final-row-wrong = In each row choose from where, and write a number from 1 to 200.
final-rows-missing = Say how many questions, in one row at least.
final-rules = Rules
final-repeat = After the last try, the tests of weak modules have to be passed again
catalogue-title = In the catalogue
catalogue-in = The course stands in the catalogue. If you take it out, nobody new can enrol; those who are learning go on, and certificates stay valid. It can be put back at any time.
catalogue-out = The course is not in the catalogue, and nobody new can enrol. Those who are learning go on, and certificates stay valid.
catalogue-withdraw = Take it out of the catalogue
catalogue-offer = Put it back into the catalogue
publish-rule = New lessons and modules come with a new edition only. Whoever has completed the course stays done, with the certificate; whoever is learning stays on the old edition and may move over, and then the new lessons are to be done as well.
course-closed = This course takes no new learners at present.
flash-course-withdrawn = The course is out of the catalogue. Those who are learning go on.
flash-course-offered = The course is back in the catalogue.
audit-course-withdrawn = Course taken out of the catalogue
audit-course-offered-again = Course put back into the catalogue
needs-title = What needs you
needs-none = Nothing waits for you at present.
needs-requests = { $count ->
    [one] { $count } learner waits for an answer
   *[other] { $count } learners wait for an answer
}
needs-questions = { $count ->
    [one] { $count } question is worth a look
   *[other] { $count } questions are worth a look
}
needs-stale = { $count ->
    [one] { $count } translation is stale
   *[other] { $count } translations are stale
}
needs-unpublished = Changes that are not published
needs-reviews = { $count ->
    [one] { $count } lesson lacks review signatures
   *[other] { $count } lessons lack review signatures
}
needs-brought = Another copy waits in the server’s folder
teaching-courses = Courses and results
