//! Text of which each sign knows whether a backslash stood before it.

/// Signs, and whether they were escaped: an escaped one is text and no mark.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Signs(Vec<(char, bool)>);

/// What a backslash takes its meaning from; before anything else it is a backslash.
const MARKS: [char; 7] = ['\\', '~', '=', '#', '{', '}', ':'];

impl Signs {
    pub(super) fn of(text: &str) -> Self {
        let mut signs = Vec::with_capacity(text.len());
        let mut chars = text.chars().peekable();
        while let Some(c) = chars.next() {
            match chars.peek().copied().filter(|_| c == '\\') {
                Some('n') => {
                    chars.next();
                    signs.push((' ', true));
                }
                Some(mark) if MARKS.contains(&mark) => {
                    chars.next();
                    signs.push((mark, true));
                }
                _ => signs.push((c, false)),
            }
        }
        Self(signs)
    }

    /// The text without its backslashes.
    pub(super) fn plain(&self) -> String {
        self.0.iter().map(|(c, _)| c).collect()
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(super) fn trimmed(&self) -> Self {
        let is_blank = |(c, _): &(char, bool)| c.is_whitespace();
        let from = self.0.iter().position(|sign| !is_blank(sign)).unwrap_or(self.0.len());
        let to = self.0.iter().rposition(|sign| !is_blank(sign)).map_or(from, |at| at + 1);
        Self(self.0.get(from..to).unwrap_or_default().to_vec())
    }

    fn has_at(&self, at: usize, mark: &str) -> bool {
        let rest = self.0.get(at..).unwrap_or_default();
        rest.len() >= mark.len() && mark.chars().zip(rest).all(|(wanted, (c, escaped))| wanted == *c && !escaped)
    }

    /// What follows the mark, if the text begins with it.
    pub(super) fn strip(&self, mark: &str) -> Option<Self> {
        self.has_at(0, mark).then(|| Self(self.0.get(mark.len()..).unwrap_or_default().to_vec()))
    }

    /// What stands before and after the first such mark.
    pub(super) fn split_at_mark(&self, mark: &str) -> Option<(Self, Self)> {
        (0..self.0.len()).find(|at| self.has_at(*at, mark)).and_then(|at| self.split_at(at, mark))
    }

    /// What stands before and after the last such mark.
    pub(super) fn split_at_last_mark(&self, mark: &str) -> Option<(Self, Self)> {
        (0..self.0.len()).rfind(|at| self.has_at(*at, mark)).and_then(|at| self.split_at(at, mark))
    }

    fn split_at(&self, at: usize, mark: &str) -> Option<(Self, Self)> {
        let (before, rest) = self.0.split_at_checked(at)?;
        Some((Self(before.to_vec()), Self(rest.get(mark.len()..).unwrap_or_default().to_vec())))
    }

    pub(super) fn has(&self, mark: &str) -> bool {
        (0..self.0.len()).any(|at| self.has_at(at, mark))
    }

    /// The parts that begin with one of these signs, each with its sign; what stands before the first has none.
    pub(super) fn parts(&self, starts: [char; 2]) -> Vec<(Option<char>, Self)> {
        let mut parts: Vec<(Option<char>, Self)> = vec![(None, Self::default())];
        for (c, escaped) in &self.0 {
            if !escaped && starts.contains(c) {
                parts.push((Some(*c), Self::default()));
            } else if let Some((_, last)) = parts.last_mut() {
                last.0.push((*c, *escaped));
            }
        }
        parts
    }

    pub(super) fn lines(&self) -> Vec<Self> {
        self.0
            .split(|(c, _)| *c == '\n')
            .map(|line| Self(line.to_vec()).trimmed())
            .filter(|line| !line.is_empty())
            .collect()
    }
}
