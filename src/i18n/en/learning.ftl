courses-title = Courses
courses-empty = There is no course yet.
course-lessons = { $count ->
    [one] { $count } lesson
   *[other] { $count } lessons
}
minutes = { $count } min
course-minutes = up to { $count } min
course-pilot = Pilot: the reviews of this course (medical, legal or language) are not all signed yet. The certificate says so too.
course-enrol = Start the course
course-sign-up-first = You sign up first: it takes a minute, and your progress is kept.
course-outcomes = After the course you can
course-content = What is in it
course-get = What you get
course-get-text = A certificate of completed theory by e-mail, which anyone can verify:
course-hours = The certificate counts { $hours } h of online learning: the time planned for lessons and tests together.
course-validity = It is valid for { $months ->
    [one] { $months } month
   *[other] { $months } months
}.
course-limits = What it does not give
learn-title = My learning
learn-empty = You are not in a course yet. Choose one: the first lesson takes six minutes.
learn-unconfirmed = Your e-mail address is not confirmed yet. You can learn, but certificates wait until you confirm it.
learn-unconfirmed-action = Confirm it
learn-progress = Progress
learn-completed = Completed on
learn-others = Other courses
learn-continue = Continue
learn-continue-lesson = Continue: { $title }
learn-continue-test = To the test: { $title }
learn-see-certificate = To my certificates
nav-crumbs = You are here
state-done = done
state-passed = passed
state-next = next
state-open = open
state-locked = opens after the lessons before it
test-of-module = Test
test-final = Final test
test-title = Test
lesson-checks = Check yourself
lesson-checks-open = Answer each of these questions once, right or wrong; then the lesson is done.
lesson-check-answer = Check
lesson-check-again = Try again
lesson-practice = This lesson gives knowledge only. Practise the skill with a trainer.
lesson-base = Based on:
lesson-base-date = The guidelines are those of { $date }.
lesson-review-pending = The review by a doctor is pending.
lesson-finish = Done, go on
lesson-next = Go on
question-all-that-apply = Tick all that apply.
question-true = True
question-false = False
question-because = Why?
question-order-hint = Put the steps in the right order.
question-up = Move up
question-down = Move down
question-moved = Moved to place
question-choose = Choose
question-number = Your answer, as a number
question-text = Your answer, in a few words
hotspot-tap = Tap the place in the picture, or choose it in words below.
hotspot-words = Choose in words
hotspot-mark = My mark in the picture
hotspot-zoom = Enlarge the picture
hotspot-picture = Picture
hotspot-outside = Your mark is outside all of the zones.
hotspot-legend = Solid line: right. Dashed line: not right. Cross: your mark.
case-hint = You see at once what comes of each choice.
case-story = What you have decided so far
case-result = What happens:
case-decide = Decide
case-back = Go back to the last decision and choose again
case-first-counts = To see another way; your first choice counts.
case-other-choice = Another choice:
case-other-way = This is what comes of another way; it changes no mark.
case-goes-on = The case goes on from your first choice.
case-no-mark = What you choose now changes no mark.
case-ended = The case ends here.
case-unfinished = You did not go through the case to its end.
case-not-met = Your first choices did not lead to this decision.
answer-empty = Choose or type an answer first.
answer-incomplete = Something is missing. Complete your answer.
answer-one-only = Choose one answer only.
answer-not-a-number = Type a number in digits, for example 12 or 2.5.
answer-too-long = Shorten your answer: a few words are enough.
answer-same-place = Two steps have the same place. Give each its own.
answer-unknown-option = This page is out of date. Reload it and answer again.
answer-right = Right
answer-not-yet = Not right yet
answer-right-one = Right:
answer-right-choice = You chose right:
answer-your-choice = Your choice:
answer-statement-is = The statement is
answer-you-said = You said:
answer-you-chose = you chose:
answer-you-typed = You typed:
answer-accepted = Right:
answer-given-place = (your place for it: { $place })
test-questions = { $count ->
    [one] { $count } question
   *[other] { $count } questions
}
test-pass = You pass with { $percent } %.
test-critical = Some questions are about saving a life. A wrong answer to one of them means another try, whatever your score.
test-tries = { $tries ->
    [one] { $tries } try
   *[other] { $tries } tries
}, then a wait of { $hours ->
    [one] { $hours } hour
   *[other] { $hours } hours
}. Each try has other questions.
test-limit = You have { $minutes ->
    [one] { $minutes } minute
   *[other] { $minutes } minutes
}.
test-no-limit = There is no time limit.
test-saved = Each answer is saved at once. You can go on later, on any device.
test-last-result = The result of your last try
test-start = Start the test
test-resume = Continue the test
test-practise = Take it again for practice
test-passed-already = You have passed this test.
test-left = { $count ->
    [one] { $count } try left before a wait
   *[other] { $count } tries left before a wait
}
test-waits = Next try from: { $time }. Read the lessons again until then.
test-too-early = This test opens when everything before it is done.
test-repeat-modules = To open the final test again, pass the tests of your weak modules once more.
test-question = Question { $place }
test-question-of = Question { $place } of { $count }
test-dots = Questions
test-answered = answered
test-chosen = chosen { $chosen } of { $all }
test-open = not answered
test-save-next = Save and continue
test-save-last = Save and review
test-previous = Back
test-review = Review my answers
test-review-title = Review your answers
test-review-open = { $count ->
    [one] { $count } question is not answered. It counts as wrong.
   *[other] { $count } questions are not answered. They count as wrong.
}
test-finish = Hand in
test-finish-note = After that you cannot change your answers.
result-title = Result
result-passed = Passed
result-not-yet = Not passed yet
result-score = { $percent } %
result-needed = You need { $percent } %.
result-critical = A question about saving a life was answered wrong.
result-critical-below = Look at it below.
result-weak = Worth reading again
result-again = Try again
result-answers = Your answers, explained
result-person = If you think that a question itself is wrong, report it or ask the trainer: a person will look at it.
result-course-complete = The course is complete. Your certificate is being made.
choose-title = Your certificate
choose-lead = Before the last test: what should your certificate look like? It cannot be changed after it is issued.
choose-name = Name on the certificate
choose-name-hint = Check each letter.
choose-name-unprintable = One letter of this name cannot be printed. Use letters of Kazakh, Russian, English or another European language.
choose-language = Language of the certificate
choose-language-wrong = Choose a language.
choose-button = Confirm
lesson-why = Why
lesson-do = Do
lesson-do-not = Do not
lesson-call = Call 103 or 112
lesson-note = Good to know
lesson-summary = Remember
lesson-terms = Words
lesson-term-back = Back to the text

edition-note = A new edition of this course is there.
edition-see = See what is new
edition-title = A new edition of your course
edition-lead = You began an earlier edition. You may finish it as it is, or move over to the new one. Both lead to the certificate.
edition-new-modules = New modules
edition-lessons = { $count ->
    [one] { $count } lesson
   *[other] { $count } lessons
}
edition-new-lessons = New lessons in your modules
edition-gone = Lessons that are no longer there
edition-kept = What you keep
edition-kept-text = Lessons done: { $lessons }. Tests passed: { $tests }.
edition-percent = In the new edition that is { $percent } %.
edition-no-way-back = There is no way back to the earlier edition.
edition-move = Move over
edition-stay = Stay in mine
templates-title = One-page templates
templates-lead = Print and fill in by hand, or open the spreadsheet and type your own figures.
template-empty = Empty form
template-example = Worked example
template-sheet = Spreadsheet (XLSX)
template-of-lesson = Template: { $title }
template-project = Project
template-date = Date
template-total = Total
template-marked = ▲ { $from } or more
template-pilot = Pilot course: not all of its reviews are signed yet.
test-saved-limited = Each answer is saved at once. The time goes on when you leave the page.
test-time-left = There is time until { $time }: { $minutes ->
    [one] one minute
   *[other] { $minutes } minutes
 }.
test-time-over = The time is over. Nothing more is saved: hand in what you have answered.
flash-test-time-over = The time was over before this answer came. The test was handed in with the answers before it.
