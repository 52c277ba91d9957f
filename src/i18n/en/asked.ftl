asked-link = My questions and the answers
asked-new = new
asked-new-count = { $count ->
    [one] A trainer has answered you: { $count } new answer.
   *[other] Trainers have answered you: { $count } new answers.
}
asked-new-look = Read
