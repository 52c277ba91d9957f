made-title = Accounts on cards
made-lead = For people without e-mail: you make the account, they sign in with the name and the password on a printed card.
made-new-one = New account
made-new-list = Paste a list
made-search = Name or sign-in name
made-none = No account has been made here yet. Make one, or paste a list from a spreadsheet.
made-card = Card
made-own-password = has an own password
made-card-until = waits for the first sign-in, until { $date }
made-card-old = the card ended on { $date }; make a new one
made-new-title = Account for a person without e-mail
made-list-title = Accounts from a list
made-name = Name of the person
made-name-wrong = Type the name in letters: 2 to 80 characters.
made-birth-year = Year of birth
made-birth-year-hint = Only the year. There are rules that protect people under 18.
made-birth-year-wrong = Type the year of birth with four digits.
made-settlement-hint = Village or town. May stay empty.
made-district-wrong = Choose the district or city.
made-one-button = Make the account
made-one-then = The card appears at once. If somebody like this already has an account, you are asked first.
made-list = People, one on a line
made-list-hint = Copy the cells from a spreadsheet: name, year of birth, settlement if you like. From a date of birth only the year is taken. At most 100 lines.
made-list-empty = Paste at least one line.
made-list-long = At most 100 people at once. Split the list.
made-look = Look at the list
made-look-again = Look again
made-preview-title = Is everything right?
made-preview-lead = Nothing has been done yet. Only the ticked people get an account.
made-preview-chosen = { $count ->
    [one] { $count } account will be made
   *[other] { $count } accounts will be made
}
made-preview-doubtful = { $count ->
    [one] { $count } person may have an account already: tick only if it is somebody else
   *[other] { $count } people may have an account already: tick only if it is somebody else
}
made-preview-wrong = { $count ->
    [one] { $count } line has a mistake: correct it below
   *[other] { $count } lines have a mistake: correct them below
}
made-preview-make = Make
made-preview-remark = Remark
made-preview-pick = Make an account: { $name }
made-preview-button = Make the ticked accounts
made-preview-correct = Correct the list
made-row-name = There is no name, or it has signs that names do not have.
made-row-year = The year of birth is missing or cannot be right.
made-row-alike = Somebody with this name and year of birth has an account.
made-row-alike-see = See it
made-row-twice = The same as line { $line }.
made-row-fine = fine
cards-title = Cards
cards-once = The passwords are shown only now.
cards-print = Print this page, or copy the cards by hand. A lost card is replaced by a new one.
cards-print-button = Print
cards-gone-title = These cards are not shown any more
cards-gone-text = Passwords are shown for a quarter of an hour and only to the one who made the cards. Open the person and make a new card.
card-address = Address
card-name = Sign-in name
card-password = Password
card-replaced = replaced
card-code = Code that opens the sign-in page
card-how = At the first sign-in you choose a password of your own. This one works until { $date }. Do not show the card to others.
card-new-title = Forgotten password or lost card
card-new-open = Make a new card
card-new-what = The former password of { $name } stops working, and every sign-in ends. The new password is shown once.
card-new-button = Make a new card
own-password-title = Choose your own password
own-password-lead = The password on the card was for the first time only. From now on you sign in with your own. Nobody else should know it.
own-password-button = Save and begin
own-password-same = Choose another password than the one on the card.
sign-in-here = { $name } is signed in here.
sign-in-go-on = Go on with this account
sign-in-other = Sign in as somebody else
sign-in-card = From a card: the ten digits, with or without blanks.
flash-password-chosen = Your password is saved. Welcome!
minor-unknown = year of birth unknown: no emergency tasks
minor-under-14 = minor, maybe under 14: no emergency tasks
minor-under-16 = minor, maybe under 16: no emergency tasks
minor-under-18 = minor, maybe under 18: no emergency tasks
