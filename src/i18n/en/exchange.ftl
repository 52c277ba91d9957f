exchange-title = Questions from a file
exchange-lead = Takes questions from another program or from a table into this draft. First you see what becomes of each question; nothing changes until you confirm.
exchange-file = File
exchange-file-hint = GIFT, Aiken, Moodle XML, CSV or XLSX; at most { $megabytes } MB and { $questions } questions.
exchange-format = Format
exchange-format-guess = Recognised by itself
exchange-format-gift = GIFT
exchange-format-aiken = Aiken
exchange-format-moodle = Moodle XML
exchange-format-csv = Table (CSV)
exchange-format-xlsx = Workbook (XLSX)
exchange-module = Module that gets the questions
exchange-language = Language of the questions
exchange-language-hint = A table with columns for languages names them itself.
exchange-lesson = Lesson to read again after a wrong answer
exchange-lesson-hint = For questions whose file names none.
exchange-lesson-later = Choose later
exchange-look = Look at the questions
exchange-sending = On its way:
exchange-reading = The file has arrived and is being read…
exchange-lost = No connection: the file did not arrive. Try again.
exchange-file-missing = Choose a file.
exchange-format-unknown = The name of the file does not tell its format: choose it in the list.
exchange-no-modules = The course has no modules yet: add one first, then questions.
exchange-file-broken = The file { $path } of this draft is not well written: correct it first. Nothing was taken.
exchange-preview = What becomes of the questions
exchange-of-file = File: { $name }
exchange-sum-taken = { $count ->
    [one] { $count } question will be added
   *[other] { $count } questions will be added
}
exchange-sum-fills = { $count ->
    [one] { $count } question that is there gets languages it lacks
   *[other] { $count } questions that are there get languages they lack
}
exchange-sum-there = { $count ->
    [one] { $count } question is there already and stays as it is
   *[other] { $count } questions are there already and stay as they are
}
exchange-sum-differs = { $count ->
    [one] Of { $count } question that is there the table says something else: that is not taken over
   *[other] Of { $count } questions that are there the table says something else: that is not taken over
}
exchange-sum-lossy = { $count ->
    [one] { $count } of them loses something
   *[other] { $count } of them lose something
}
exchange-sum-to-do = { $count ->
    [one] { $count } of them still needs work
   *[other] { $count } of them still need work
}
exchange-sum-refused = { $count ->
    [one] { $count } question is not taken
   *[other] { $count } questions are not taken
}
exchange-where = Module: { $module }. Language: { $language }.
exchange-change = Another module or language
exchange-again = Look again
exchange-confirm = { $count ->
    [one] Add { $count } question
   *[other] Add { $count } questions
}
exchange-confirm-hint = They are put behind the questions of the module, as one change that can be taken back.
exchange-fills-hint = Questions that are there get only what they lack; nothing is overwritten.
exchange-confirm-fills = Take this over
exchange-fills = The course has this question. Added to it: { $languages }.
exchange-fills-see = See the question as it is
exchange-state-fills = Fills in
exchange-show-fills = Filling in
exchange-copy = { $count ->
    [one] Copy { $count } question of another module into this one as well
   *[other] Copy { $count } questions of other modules into this one as well
}
exchange-copy-hint = Without the tick they stay in their modules, and what they lack is filled in there. A copy is made of what the table says, under a key of its own.
exchange-there-elsewhere = This question is in the module “{ $module }” already, and the table adds nothing to it.
exchange-fills-elsewhere = This question is in the module “{ $module }” already and is filled in there. Added to it: { $languages }.
exchange-copies = A copy: the module “{ $module }” has this question, too.
exchange-copied-once = This question is in the table twice: it is copied once.
exchange-there = The course has this question, and the table adds nothing to it: it stays as it is.
exchange-differs = The table says something else in: { $languages }. That is not taken over; if it is better, write it into the question.
exchange-state-there = There already
exchange-show-there = There already
exchange-nothing-new = There is nothing to add: what can be taken from this file is in the course already.
exchange-nothing = No question of this file can be taken: the reasons stand below.
exchange-other-file = Another file
exchange-show = Show
exchange-show-all = All
exchange-show-lossy = With losses
exchange-show-refused = Not taken
exchange-show-none = There are none of these.
exchange-general = About the whole file
exchange-line = line { $line }
exchange-state-taken = Taken
exchange-state-lossy = Taken with losses
exchange-state-refused = Not taken
exchange-losses = Lost
exchange-to-do = Still to do
exchange-right = right
exchange-wrong = wrong
exchange-true = True
exchange-false = False
exchange-numeric = from { $min } to { $max }
exchange-kept = The file waits here for { $hours } hours, seen by you alone.
exchange-added = Added from the file: { $title }
exchange-history = Taken from a file
flash-exchange-crowded = Others kept changing the same questions. Nothing was added; try again.
exchange-too-large = The file is larger than { $limit } MB: split it.
exchange-unpacks-too-large = The workbook unpacks to more than { $limit } MB.
exchange-too-many = The file has more than { $limit } questions: split it.
exchange-too-many-rows = The table has more than { $limit } rows: split it.
exchange-encoding = The letters of the file cannot be read without guessing (it is neither UTF-8, UTF-16 nor Russian in windows-1251): save it as UTF-8.
exchange-damaged = Line { $line } has the sign that stands for lost letters (�): the file was damaged before; save it as UTF-8 again.
exchange-unknown-encoding = The document says that it is written in "{ $name }", which is not known here: save it as UTF-8.
exchange-xml-closed = Line { $line }: the XML is not well-formed: { $close } ends where { $open } should.
exchange-xml-ends = The XML ends before all that was begun. Is the file whole? Export it again.
exchange-xml-entity = Line { $line }: XML has no sign called “{ $name }”. Write the character itself.
exchange-xml-twice = Line { $line }: the attribute “{ $name }” stands twice.
exchange-xml-too-much = There are more parts in the XML than are read. Split the file.
exchange-xml-mark = Line { $line }: a character stands here that XML does not allow. Often it is “<” or “&” and should be “&lt;” or “&amp;”.
exchange-xml-other = Line { $line }: the XML is not well-formed here. Export the file again.
exchange-doctype = The XML has a document type declaration (DOCTYPE), which is not read.
exchange-too-deep = Line { $line }: more than { $limit } elements stand within each other.
exchange-not-moodle = This is no question file of Moodle: its first element is "{ $found }" and not "quiz".
exchange-not-xlsx = This is no workbook in the XLSX format that can be read ({ $message }).
exchange-csv = Line { $line }: the table cannot be read ({ $message }).
exchange-no-head = The first row must name the columns: part, value, kk, ru, en (at least part and one language).
exchange-no-questions = The file has no question.
exchange-kind = questions of the kind "{ $said }" do not exist here
exchange-essay = an essay has no right answer that could be marked
exchange-description = this is a text without a question
exchange-no-text = the question has no text
exchange-unclosed = the answers begin with { "{" } and do not end with { "}" }
exchange-answer = the answer cannot be understood: { $said }
exchange-answer-missing = the line ANSWER: is missing
exchange-option-without-text = an option has no text
exchange-left-alone = "{ $said }" has nothing that belongs to it
exchange-steps-missing = an order needs two steps or more, each with its text
exchange-no-right = no option is right
exchange-not-a-number = "{ $said }" is no number
exchange-question-too-large = the question has more than { $limit } options or a text of more than { $characters } characters
exchange-partly-right = points for the answer "{ $said }" that is only partly right are not taken over
exchange-also-right = here one answer is right: "{ $said }", which is right as well, is not taken over
exchange-pattern = the answer "{ $said }" is not taken over: its star stands for any text, which is not possible here
exchange-weights = the weights of options are not taken over: here each counts the same
exchange-picture = a picture is not taken over: add it to the course and name it in the question
exchange-markup = a link, table, list or other markup was reduced to its text
exchange-feedback = feedback has no place here: "{ $said }"
exchange-hints = hints are not taken over
exchange-case = upper and lower case make no difference here
exchange-order-rule = how the order is marked is not taken over
exchange-category = the category "{ $said }" is not taken over: choose the module instead
exchange-units = units that change the number are not taken over
exchange-tag = the tag "{ $said }" is not taken over
exchange-key = the key "{ $said }" is used already or is no key: another was made
exchange-row = line { $line }: the row "{ $said }" has no meaning here
exchange-why-missing = { $count ->
    [one] { $count } wrong option has no sentence that explains it (why)
   *[other] { $count } wrong options have no sentence that explains them (why)
}
exchange-explanation-missing = the question has no explanation
exchange-language-missing = the text in this language is missing: { $said }
exchange-lesson-missing = name the lesson to read again (lesson)
exchange-lesson-unknown = the lesson "{ $said }" is none of the module
exchange-correct = { $said }
exchange-mistake-too-few = too few: { $part } (at least { $count })
exchange-mistake-too-many = too many: { $part } (at most { $count })
exchange-mistake-duplicate = the key "{ $said }" is there twice
exchange-mistake-same = two options say the same ("{ $said }")
exchange-mistake-telling = the key "{ $said }" gives the answer away
exchange-mistake-critical = "{ $said }" is critical where that means nothing
exchange-mistake-bounds = the smallest right number is above the largest
exchange-mistake-bound-typed = the bounds must be numbers that one can type
exchange-mistake-form = the accepted answer "{ $said }" cannot be typed
exchange-list-right = right options
exchange-list-wrong = wrong options
exchange-list-options = options
exchange-list-steps = steps
exchange-list-pairs = pairs
exchange-list-extra = right sides that belong to nobody
exchange-list-accept = accepted answers
exchange-list-decisions = decisions
exchange-loss-kind = left out: the format has no questions of this kind
exchange-loss-language = left out: there is no text in this language
exchange-loss-critical = that the question is critical is not written
exchange-loss-reasons = the reasons of true or false are not written
exchange-loss-picture = the picture is not written
exchange-loss-order-rule = equivalent steps and critical pairs are not written
exchange-loss-unit = the unit is not written
exchange-loss-fixed-order = that the options keep their order is not written
exchange-loss-arrow = "->" in an accepted answer is written as "→"
exchange-loss-marks = bold and emphasis are not written on the right side of pairs and in units
archive-title = Course from a file
archive-lead = A ZIP archive of a course's files becomes a draft. If the course is being edited already, nothing is changed: you see what differs.
archive-file = ZIP archive
archive-file-hint = As “Download as ZIP” makes it; at most { $megabytes } MB, { $unpacked } MB unpacked, { $files } files.
archive-send = Make a draft
archive-download = Download as ZIP
archive-too-large = The archive is larger than { $limit } MB.
archive-none = This is no ZIP archive, or it is damaged. Nothing was changed.
archive-encrypted = The archive is protected by a password. Pack it without one.
archive-too-many = The archive has more than { $limit } files.
archive-unpacks-too-large = The archive unpacks to more than { $limit } MB.
archive-strange-path = The archive has a file that no course has: “{ $path }”. Paths have the letters a–z, digits, “-”, “_” and “.”, and no links. Nothing was changed.
archive-twice = A file is in the archive twice: “{ $path }”. Big and small letters make no difference. Nothing was changed.
archive-damaged = The file “{ $path }” in the archive cannot be unpacked. Nothing was changed.
archive-no-course = The archive has no course.toml, neither at the top nor in one folder around everything.
archive-no-key = The file course.toml in the archive is not well written, or has no key of the course.
flash-archive-begun = The draft is there, made from the file. Until you publish, volunteers see the text as it was.
flash-archive-open = This course is being edited already. Nothing was changed: here is what differs.
incoming-title = Another copy of the course
incoming-lead = This is how the file differs from the draft. Nothing in the draft has changed. Tick what you want to take over.
incoming-folder = The course's files on the server have another text
incoming-folder-lead = The files (the server's folder of courses, or those that came with a newer release) were changed after the course had been edited here, or wait for signatures. Nothing was written over: look at the differences and take over what is right.
incoming-look = See the differences
incoming-badge = Another copy is waiting
incoming-same = The file and the draft are the same.
incoming-count = { $count ->
    [one] { $count } file differs
   *[other] { $count } files differ
}
incoming-new = only in the copy
incoming-gone = only in the draft: will be removed
incoming-changed = different
incoming-see = Differences
incoming-hint = The ticked files become what they are in the copy, as one change that can be taken back.
incoming-take = Take over what is ticked
incoming-leave = Leave the draft as it is
incoming-meanwhile = The draft was changed in the meantime. Look at the differences again.
incoming-none-ticked = Tick at least one file.
flash-incoming-left = The draft stays as it is.
audit-copy-left = Copy of a course left aside
exchange-out-title = Export
exchange-out-questions = Questions for another program
exchange-out-lead = A table holds all three languages; GIFT and Moodle XML hold one. Numbers from the list of facts are written out.
exchange-out-moodle = GIFT and Moodle XML were tried with Moodle 4.5. A Moodle without ordering questions (4.1, for example) refuses an XML file that has one, and turns one in GIFT into a wrong short-answer question without saying so. For such a Moodle, take modules without them.
exchange-out-all = All modules
exchange-out-module = Module
exchange-out-language-hint = For GIFT and Moodle XML.
exchange-out-make = Make the file
exchange-out-count = { $count ->
    [one] { $count } question is in the file.
   *[other] { $count } questions are in the file.
}
exchange-out-download = Download the file
exchange-out-losses = What this format cannot hold:
exchange-out-course = The whole course
exchange-out-course-lead = All files of the course in one archive: keep it, change it in a text editor, or bring it to another installation.
exchange-out-template = Template of questions
exchange-out-template-lead = A table with examples of each kind in three languages, and what its columns mean. Fill it in and bring it back here.
