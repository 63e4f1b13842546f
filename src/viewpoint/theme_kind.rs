//! The three themes by name; their colours are `theme`'s.

/// Which of the three themes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum ThemeKind {
    #[default]
    Dark,
    Light,
    Projector,
}

impl ThemeKind {
    pub const ALL: [Self; 3] = [Self::Dark, Self::Light, Self::Projector];

    pub fn name(self) -> &'static str {
        match self {
            Self::Dark => "dark",
            Self::Light => "light",
            Self::Projector => "projector",
        }
    }

    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }

    pub fn next(self) -> Self {
        match self {
            Self::Dark => Self::Light,
            Self::Light => Self::Projector,
            Self::Projector => Self::Dark,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_theme_is_found_by_its_name() {
        for kind in ThemeKind::ALL {
            assert_eq!(ThemeKind::from_name(kind.name()), Some(kind));
        }
        assert_eq!(ThemeKind::from_name("pink"), None);
    }
}
