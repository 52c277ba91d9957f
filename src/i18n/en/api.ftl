api-title = Tokens for programs
api-lead = With a token, another program can ask this platform in your name. What it can ask is written for programmers here:
api-none = There is no token yet.
api-new-title = A new token
api-name = What it is for
api-name-hint = So that you know it again: the program and where it runs.
api-name-wrong = Write 2 to 80 characters.
api-scope = What it opens
api-scope-hint = One thing. Make another token for another thing.
api-scope-wrong = Choose one of the list.
api-scope-verify = Verify many certificates
api-scope-transcript = My own certificates and courses
api-scope-register = The register of certificates
api-scope-people = The people of one organisation
api-scope-people-of = The people of { $name }
api-days = For how long
api-days-wrong = Choose one of the list.
api-make = Make the token
api-too-many = You have 20 tokens that work. Revoke one that nobody needs.
api-works = works
api-over = over
api-revoked = revoked
api-dates = Made { $made }, works until { $until }
api-used = Last used, to the hour: { $at }
api-unused = Not used yet
api-revoke = Revoke
api-revoke-label = Revoke: { $name }
api-made-title = Your token
api-made-lead = Copy it into the program now. Whoever has it asks in your name.
api-made-how = The program sends it with each request:
api-made-once = It is shown here only once. If it is lost, revoke it and make another one.
api-made-kept = I have copied it
api-all-title = Tokens of programs
api-all-lead = Every token that somebody made, with what it opens and when it was last used. A token opens nothing that its maker may not see.
flash-token-revoked = The token does not work any more.
api-audit-made = Token for a program made
api-audit-revoked = Token of a program revoked
api-audit-taken = Data taken by a program
api-days-count =
    { $count ->
        [one] { $count } day
       *[other] { $count } days
    }
