regrade-title = Mark tests again
regrade-lead = If a question had a wrong key and you have published the correction, the tests that were handed in before can be marked again by the corrected key. Below is what that would do; nothing happens until you press the button.
regrade-rule-better = A result gets better or stays as it is. Whoever passes by the corrected key has passed, and gets the certificate if that was the last thing to do.
regrade-rule-kept = Whoever passed by the wrong key keeps the result and the certificate, unless the centre revokes it. The audit log says whom that concerns.
regrade-rule-told = Those who pass now and those whose result is kept are told by mail.
regrade-running = Marking again since { $at }.
regrade-done = Marked again: { $at }.
regrade-plan = What would change
regrade-nothing = Nothing: every test that was handed in comes to the same.
regrade-words-only = Correcting only the words of a question changes no marks: every answer stays marked as it was given. Whoever failed because of the old words is not told by itself. Look at the page of the question how many got it wrong in each language, and tell those who failed that they can take the test again: they then read the corrected question.
regrade-tries = Tries that get better
regrade-stay = Would not be better, and stay as they are
regrade-pass-now = Pass now
regrade-kept = Of these: would not pass, and keep their result
regrade-questions = Questions with other marks
regrade-marked = ({ $count ->
    [one] { $count } try
   *[other] { $count } tries
})
regrade-do = Mark again
regrade-link = Mark tests again
regrade-after = If the key was wrong: correct it, publish the correction, then mark the tests again
flash-regrade-begun = The tests are being marked again. Look at this page in a minute.
result-regraded = A question of this test had a wrong key. It was corrected, and your test was marked again.
mail-regraded-subject = { $course }: your test was marked again
mail-regraded-why = In a test of the course “{ $course }” a question had a wrong key. We have corrected it and marked your test again.
mail-regraded-passed = By the corrected key you have passed. If this was the last thing to do in the course, your certificate comes in another mail.
mail-regraded-kept = Your result stays as it was, and so does your certificate. Please look at the question again, so that you know the right answer.
mail-regraded-action = Look at the test
audit-tests-marked-again = Tests marked again
audit-result-kept = Result kept after a wrong key
regrade-mail-kind = Test marked again
result-regraded-kept = A question of this test had a wrong key. It was corrected; your result stays as it was. Below are the right answers.
