home-title = Learn to help
home-heading = Become a volunteer who knows what to do
home-lead = The front office of volunteers of Almaty region teaches you first aid, leadership and project management: free of charge, on your phone, in lessons of five to eight minutes.
home-begin = Start with the first course
home-have-account = I have an account
home-back = Welcome back
home-test-next = the test is next
home-go-on = Continue
home-how = How it works
home-how-learn = You learn
home-how-learn-text = Short lessons with pictures in Kazakh, Russian or English. Stop whenever you like: your place and your answers are kept.
home-how-practise = You check yourself
home-how-practise-text = After each lesson there are a few questions with explanations, after each module a test. Hand skills are practised with a trainer.
home-how-show = You show your certificate
home-how-show-text = It comes by e-mail as a PDF. With its number or QR code anyone can verify it.
home-courses = Courses
home-no-course = There is no course yet. The front office is preparing the first one.
home-progress = Your progress
home-lessons = { $count ->
    [one] { $count } lesson
   *[other] { $count } lessons
}
home-minutes = { $count } min
home-pilot = pilot
home-verify = Do you hold a certificate in your hand?
home-number = Certificate number
home-number-hint = It stands under the QR code.
home-verify-button = Verify

card-title = Emergency card
card-lead = Numbers, what to say, resuscitation, bleeding, choking: on one page that opens without a network once you have been here.
card-open = Open the card
card-numbers = Call
card-pending = The review by a doctor is pending.
card-practise = From the first aid course of Erikti. A card reminds; practise with a trainer.
card-print = Print
home-reach = So far
home-trained = { $count ->
    [one] person trained
   *[other] people trained
}
home-valid = { $count ->
    [one] person with a valid certificate
   *[other] people with a valid certificate
}
home-districts = { $count ->
    [one] district or city
   *[other] districts and cities
}
