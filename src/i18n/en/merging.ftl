merge-differs = The two accounts contradict each other:
merge-differs-name = Name
merge-differs-what = Are they really one person? Ask first. What the account that stays says is kept.
flash-merged-before = These two accounts were merged already. This is the one that stays.
