//! Words of `init`: the files that it writes, and what it says.
//!
//! Templates are explained in the parent module. Refuses to know where files go.

use super::Language;

/// Texts of `init` in one language.
#[derive(Debug)]
pub struct InitWords {
    /// The mapping.
    pub mapping: &'static str,
    /// The migration.
    pub migration: &'static str,
    /// The files were written.
    pub made: &'static str,
    /// Of the mapping.
    pub about_mapping: &'static str,
    /// Of the migration.
    pub about_migration: &'static str,
    /// Of the source.
    pub about_source: &'static str,
    /// Of the editor's settings and schemas.
    pub about_editor: &'static str,
    /// Before the commands.
    pub next: &'static str,
    /// Of `check`.
    pub step_check: &'static str,
    /// Of `run`.
    pub step_run: &'static str,
    /// The command that looks at a file.
    pub look: &'static str,
    /// Of `look`.
    pub step_look: &'static str,
}

impl InitWords {
    /// In a language.
    #[must_use]
    pub const fn of(language: Language) -> &'static Self {
        match language {
            Language::En => &EN,
            Language::Fr => &FR,
        }
    }
}

const EN: InitWords = InitWords {
    mapping: include_str!("init/en.yaml"),
    migration: "\
# yaml-language-server: $schema=migration.schema.json
#
# What holds for all mappings of this folder: its title, parameters, controls.
tumpline: 1
title: {en: My first migration, fr: Ma première migration}
",
    made: "Made {folder}:",
    about_mapping: "a mapping, with comments",
    about_migration: "what all mappings of the folder share",
    about_source: "its source: three payments and a total",
    about_editor: "for the editor: it proposes keys and underlines mistakes",
    next: "Next:",
    step_check: "says what the mapping would do",
    step_run: "makes the table and publishes it",
    look: "tumpline look FILE",
    step_look: "shows what a file of yours is; then change the mapping",
};

const FR: InitWords = InitWords {
    mapping: include_str!("init/fr.yaml"),
    migration: "\
# yaml-language-server: $schema=migration.schema.json
#
# Ce qui vaut pour toutes les correspondances du dossier : titre, paramètres, contrôles.
tumpline: 1
title: {en: My first migration, fr: Ma première migration}
",
    made: "{folder} est créé :",
    about_mapping: "une correspondance, avec des commentaires",
    about_migration: "ce que partagent les correspondances du dossier",
    about_source: "sa source : trois paiements et un total",
    about_editor: "pour l’éditeur : il propose les clés et souligne les erreurs",
    next: "Ensuite :",
    step_check: "dit ce que ferait la correspondance",
    step_run: "fait la table et la publie",
    look: "tumpline look FICHIER",
    step_look: "montre ce qu’est un fichier à vous ; changez ensuite la correspondance",
};
