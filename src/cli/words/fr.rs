//! The words in French. Templates are explained in the parent module; spaces before `:` `;` `?` `!` are written plain
//! and set by it. Words of the mapping language stay as they are, between backticks.

use super::{Texts, Told};
use crate::finding::Code;

const fn told_as(sentence: &'static str, meaning: &'static str, advice: &'static str) -> Told {
    Told { sentence, meaning, advice }
}

/// The words of a code.
#[expect(clippy::too_many_lines, reason = "one flat table, one line a code")]
pub const fn told(code: Code) -> Told {
    match code {
        Code::YamlSyntax => told_as(
            "ceci n’est pas du YAML : {problem}",
            "À partir d’ici, la correspondance ne peut pas être lue comme du YAML.",
            "Corrigez l’endroit souligné ; mettez entre guillemets un texte qui contient `: ` ou ` #`, ou qui commence par un signe.",
        ),
        Code::UnknownKey => told_as(
            "clé inconnue `{key}`[ ; vouliez-vous dire `{nearest}` ?]",
            "Le langage des correspondances n’a pas cette clé à cet endroit.",
            "Corrigez l’orthographe ou le retrait de la clé ; docs/reference/mapping.md donne les clés de chaque endroit.",
        ),
        Code::MissingKey => told_as(
            "la clé `{key}` manque",
            "Une clé obligatoire est absente, et aucune valeur sûre ne peut la remplacer.",
            "Ajoutez la clé ; docs/reference/mapping.md montre ce qu’elle admet.",
        ),
        Code::WrongShape => told_as(
            "il faut ici {wanted}, et non {found}",
            "La valeur n’a pas la forme que la clé admet.",
            "Écrivez ce que la clé admet ; docs/reference/mapping.md donne un exemple de chaque clé.",
        ),
        Code::NotYet => told_as(
            "`{key}` n’existe pas encore dans cette version",
            "La correspondance ou la commande demande ce que cette version ne sait pas faire ; rien n’est ignoré en silence.",
            "Retirez-le pour l’instant, ou attendez une version qui le connaît.",
        ),
        Code::UnknownField => told_as(
            "il n’y a pas de champ `{name}` ici[ ; vouliez-vous dire `{nearest}` ?]",
            "Un nom se trouve là où il faut un champ de la source, et aucun champ de ce genre ne s’appelle ainsi.",
            "Corrigez le nom ; écrivez `genre.champ` pour le champ d’un autre genre.",
        ),
        Code::UnknownColumn => told_as(
            "il n’y a pas de colonne `{name}` ici[ ; vouliez-vous dire `{nearest}` ?]",
            "Un nom se trouve là où il faut une colonne de la table, et aucune colonne ne s’appelle ainsi.",
            "Corrigez le nom, ou ajoutez la colonne.",
        ),
        Code::UnknownKind => told_as(
            "il n’y a pas de genre `{name}`[ ; vouliez-vous dire `{nearest}` ?]",
            "Un nom se trouve là où il faut un genre d’enregistrement, et aucun ne s’appelle ainsi.",
            "Corrigez le nom, ou déclarez le genre sous `records.kinds`.",
        ),
        Code::UnknownEncoding => told_as(
            "codage inconnu `{name}`[ ; vouliez-vous dire `{nearest}` ?]",
            "Le programme ne connaît aucun codage de ce nom.",
            "Choisissez un nom dans docs/reference/mapping.md ; les vieux systèmes DOS employaient surtout cp850, cp863 ou cp437.",
        ),
        Code::UnknownType => told_as(
            "type inconnu `{name}`[ ; vouliez-vous dire `{nearest}` ?]",
            "Le langage des correspondances n’a aucun type de ce nom.",
            "Choisissez parmi text, int16, int32, int64, decimal(p,s), date, time, timestamp, bool, float32, float64.",
        ),
        Code::DuplicateKey => told_as(
            "la clé `{key}` figure ici deux fois",
            "La même clé figure deux fois au même endroit ; l’une des deux valeurs serait perdue.",
            "Retirez l’une des deux, ou réunissez leurs valeurs.",
        ),
        Code::DuplicateName => told_as(
            "deux {sort} du nom de `{name}`",
            "Deux choses de même sorte portent le même nom ; rien ne les distinguerait.",
            "Donnez un autre nom à l’un des deux.",
        ),
        Code::UnknownWord => told_as(
            "`{word}` n’est pas un mot que cette clé admet[ ; vouliez-vous dire `{nearest}` ?] (elle admet : {words})",
            "La clé admet quelques mots seulement, et celui-ci n’en est pas.",
            "Écrivez l’un des mots que donne le message.",
        ),
        Code::Conflict => told_as(
            "`{key}` et `{other}` s’excluent",
            "Deux réglages qui se contredisent figurent ensemble.",
            "Gardez celui qui est voulu.",
        ),
        Code::BadPosition => told_as(
            "`{text}` n’est pas une position : {problem}",
            "Une position dans l’enregistrement est mal écrite, ou se trouve hors de l’enregistrement.",
            "Écrivez `12` ou `12-20` : les positions comptent à partir de 1 et comprennent la fin.",
        ),
        Code::BadVersion => told_as(
            "ce programme ne lit pas la version `{version}` du langage des correspondances",
            "La première clé d’une correspondance dit dans quelle version du langage elle est écrite.",
            "Écrivez `tumpline: 1`, ou employez la version du programme qui connaît l’autre langage.",
        ),
        Code::BadPattern => told_as(
            "le motif ne peut pas servir : {problem}",
            "Un motif est une expression rationnelle ; celui-ci n’en est pas une, ou ne donne pas ce qu’on lui demande.",
            "Corrigez le motif ; mettez-le entre apostrophes droites, pour que les barres obliques inverses restent.",
        ),
        Code::BadPicture => told_as(
            "le modèle `{picture}` ne peut pas être lu : {problem}",
            "Un modèle dit comment une date ou une heure est écrite, avec des lettres telles que `YYYY`, `MM`, `DD`, `HH`.",
            "Corrigez le modèle ; docs/reference/mapping.md donne les lettres. `YY` exige `years:`.",
        ),
        Code::LossyType => told_as(
            "une valeur de type {from} ne devient pas {to} sans perte",
            "Le type de la colonne ne saurait contenir exactement toutes les valeurs du champ.",
            "Donnez à la colonne un type qui contient toutes les valeurs, ou au champ le type voulu.",
        ),
        Code::BadConstant => told_as(
            "`{text}` n’est pas une valeur de type {type}",
            "Une constante de la correspondance ne se lit pas dans le type de son champ ou de sa colonne.",
            "Écrivez-la comme le type l’exige : une date 2026-12-31, un nombre décimal avec un point et les décimales du type.",
        ),
        Code::KindNeverMatches => told_as(
            "aucun enregistrement ne sera du genre `{kind}` : `{earlier}` vient avant et les prend tous",
            "Les genres sont essayés dans l’ordre et le premier qui convient l’emporte ; un autre prend tout ce que prendrait celui-ci.",
            "Mettez d’abord le genre le plus étroit, ou corrigez l’une des deux conditions.",
        ),
        Code::KindUnread => told_as(
            "rien ne lit le genre `{kind}`",
            "Ni table ni enfant n’emploie les enregistrements de ce genre ; ils se perdraient sans un mot.",
            "Employez le genre dans une table, ou dites pourquoi il n’est pas lu : `skip: raison`.",
        ),
        Code::BytesUncovered => told_as(
            "aucun champ de `{kind}` ne couvre les octets {ranges}",
            "Des octets de l’enregistrement ne sont lus par aucun champ ; c’est peut-être juste, ou un champ a été oublié.",
            "Comparez avec la description de l’ancien système ; ajoutez le champ qui manque, s’il y en a un.",
        ),
        Code::NothingToLoad => told_as(
            "il n’y a {what}",
            "Une partie de la correspondance est vide ; rien ne pourrait être chargé.",
            "Ajoutez ce qui manque, ou retirez la partie vide.",
        ),
        Code::TableTwice => told_as(
            "la table `{table}` est aussi écrite par `{other}`",
            "Deux correspondances de la migration écrivent la même table.",
            "Donnez un autre nom à l’une des deux tables.",
        ),
        Code::OutOfBounds => told_as(
            "`{value}` est hors des limites[ : au moins {least}][, au plus {most}]",
            "Un nombre de la correspondance est plus petit ou plus grand que ce que sa clé admet.",
            "Écrivez un nombre qui respecte les limites.",
        ),
        Code::KeyMisplaced => told_as(
            "`{key}` n’a pas de sens ici : {why}",
            "La clé existe, mais pas pour ce format, ce type ou cet endroit ; elle n’aurait aucun effet.",
            "Retirez la clé, ou mettez-la à sa place.",
        ),
        Code::BadReference => told_as(
            "`{name}` ne peut pas servir ici : {why}",
            "Le nom existe, mais ce qu’il désigne ne peut pas servir à cet endroit.",
            "Nommez autre chose, ou changez ce que le nom désigne.",
        ),
        Code::YamlTooLarge => told_as(
            "la correspondance est trop grande : {limit}",
            "La correspondance est bien plus longue ou plus profonde que ce qu’on écrit ; la lecture s’est arrêtée là.",
            "Vérifiez que c’est le bon fichier ; divisez une correspondance vraiment aussi grande.",
        ),

        Code::UnknownRecord => told_as(
            "un enregistrement d’aucun genre déclaré",
            "Aucune condition des genres ne convient à cet enregistrement.",
            "Regardez l’enregistrement parmi les rejets ; ajoutez un genre, avec `skip: raison` s’il n’est pas voulu.",
        ),
        Code::Orphan => told_as(
            "`{kind}` sans `{parent}` auparavant",
            "Un enregistrement enfant n’a pas de parent : celui-ci manque, a été fermé, ou vient plus tard.",
            "Regardez dans la source les enregistrements qui le précèdent ; la condition du parent est peut-être trop étroite.",
        ),
        Code::ParentDisagrees => told_as(
            "`{field}` n’est pas celui du parent, enregistrement {parent_record}",
            "La clé de l’enfant diffère de celle de son parent ; les champs du parent ne doivent pas lui être prêtés.",
            "Cherchez le bon parent dans la source : il manque, ou n’est pas à sa place.",
        ),
        Code::ParentRefused => told_as(
            "le parent a été refusé : enregistrement {parent_record}, octet {parent_offset}",
            "L’enfant d’un enregistrement refusé est refusé avec lui.",
            "Corrigez d’abord le parent ; son propre constat dit ce qui ne va pas.",
        ),
        Code::WithRefused => told_as(
            "un enregistrement de la même ligne a été refusé : enregistrement {child_record}, octet {child_offset}",
            "Une ligne faite de plusieurs enregistrements est refusée si l’un d’eux l’est.",
            "Corrigez d’abord l’enfant ; son propre constat dit ce qui ne va pas.",
        ),
        Code::WithCount => told_as(
            "{found:enregistrement|enregistrements} du genre `{kind}`, et non {wanted}",
            "Le parent a moins ou plus d’enfants que `with:` ne le dit.",
            "Regardez le groupe dans la source ; s’il est juste, corrigez `with:`, ou donnez aux enfants leur propre table.",
        ),
        Code::GroupTooLarge => told_as(
            "un parent et ses enfants dépassent {group_max:bytes}",
            "Les enregistrements qui font une ligne sont tenus ensemble en mémoire, jusqu’à `group_max`.",
            "Cherchez un parent qui manquerait ; augmentez `group_max` si le groupe est vraiment aussi grand.",
        ),
        Code::ShortRecord => told_as(
            "la ligne a {length:octet|octets} là où il en faut {wanted}",
            "Une ligne se termine avant le dernier champ de son genre.",
            "Si l’ancien système coupe les blancs en fin de ligne, déclarez `short: pad` ; sinon la ligne est abîmée.",
        ),
        Code::LongRecord => told_as(
            "la ligne a {length:octet|octets} là où {max_length} sont permis",
            "Une ligne dépasse `max_length` ; le plus souvent, une fin de ligne manque.",
            "Regardez la ligne ; augmentez `max_length`, ou déclarez `long: cut` si la suite n’est pas voulue.",
        ),
        Code::TabInRecord => told_as(
            "une tabulation à la position {position}",
            "Une tabulation dans une ligne à largeur fixe décale tout ce qui suit, et rien ne dit de combien.",
            "Déclarez les taquets, par exemple `tabs: 8`, ou exportez de nouveau sans tabulations.",
        ),
        Code::RaggedRecord => told_as(
            "{cells:cellule|cellules} là où il en faut {wanted}",
            "Une ligne a moins ou plus de cellules que l’en-tête ou son genre ne le dit.",
            "Souvent un délimiteur figure dans un texte sans guillemets ; corrigez l’export, ou déclarez `ragged: pad` ou `truncate`.",
        ),
        Code::RepeatedHeader => told_as(
            "l’en-tête figure au milieu des données",
            "Des fichiers ont été joints, et l’en-tête d’un fichier suivant est venu avec.",
            "Déclarez `repeated_header: skip` si des données suivent, `end` sinon.",
        ),
        Code::StrayQuote => told_as(
            "un guillemet mal placé dans la cellule {cell}",
            "Un guillemet figure dans une cellule qui n’en est pas entourée, ou du texte suit un guillemet fermant.",
            "Corrigez l’export, déclarez `quote: none`, ou lisez comme une personne le ferait avec `lenient: true`.",
        ),
        Code::UnclosedQuote => told_as(
            "le guillemet ouvert dans la cellule {cell} n’est jamais fermé",
            "À partir de cet enregistrement, la source ne peut plus être découpée : tout ce qui suit est entre guillemets.",
            "Corrigez l’enregistrement dans la source, ou lisez comme une personne le ferait avec `lenient: true`.",
        ),
        Code::PartialRecord => told_as(
            "le dernier enregistrement a {length:octet|octets} sur {wanted}",
            "Une source d’enregistrements de même longueur se termine au milieu de l’un d’eux.",
            "Le fichier a été coupé, ou la longueur est autre : reprenez le fichier, ou corrigez `end: {length: …}`.",
        ),
        Code::QuoteRepaired => told_as(
            "un guillemet perdu dans la cellule {cell} a été lu comme du texte",
            "Lecture indulgente : un guillemet ne ferme une cellule qu’avant un délimiteur ou la fin de l’enregistrement.",
            "Comparez quelques-uns de ces enregistrements avec l’ancien système ; rien d’autre n’est à faire.",
        ),
        Code::CellsDropped => told_as(
            "{cells:cellule vide|cellules vides} à la fin, {cells?omise|omises}",
            "Lecture indulgente : la ligne a plus de cellules que l’en-tête, et celles de la fin sont vides.",
            "Rien n’est perdu ; corrigez l’export s’il ne devait pas en être ainsi.",
        ),
        Code::DelimiterRepaired => told_as(
            "la ligne a été lue avec le délimiteur `{delimiter}`",
            "Lecture indulgente : la ligne n’a qu’une cellule avec le délimiteur déclaré, et le bon nombre avec celui-ci.",
            "Comparez quelques-uns de ces enregistrements avec l’ancien système ; rien d’autre n’est à faire.",
        ),
        Code::EndWithoutStart => told_as(
            "`{kind}` sans `{parent}` ouvert",
            "Un enregistrement qui ferme son parent est venu alors qu’aucun parent n’était ouvert.",
            "Regardez dans la source les enregistrements qui le précèdent : la tête manque, ou a été refusée.",
        ),
        Code::RecordCut => told_as(
            "la ligne de {length:octet|octets} a été coupée à {max_length}",
            "La correspondance déclare `long: cut` ; ce qui dépasse `max_length` n’a pas été lu.",
            "Comparez quelques-uns de ces enregistrements avec l’ancien système ; rien d’autre n’est à faire.",
        ),

        Code::Blank => told_as(
            "rien dans un champ qui doit avoir une valeur",
            "Le champ est en blanc, et la correspondance ne dit pas qu’il peut l’être.",
            "Si un blanc veut dire qu’il n’y a pas de valeur, déclarez `on_blank: empty` ; s’il veut dire zéro, `on_blank: zero`.",
        ),
        Code::InvalidByte => told_as(
            "l’octet {byte} à la position {position} n’existe pas dans le codage",
            "Le codage déclaré n’a pas de caractère pour ces octets ; le texte serait abîmé.",
            "Le plus souvent, il s’agit d’un autre codage : regardez les noms accentués et essayez cp850, cp1252 ou utf-8.",
        ),
        Code::NotANumber => told_as(
            "ce n’est pas un nombre, à la position {position}",
            "À cet endroit se trouve un caractère qu’aucun nombre de ce type ne contient.",
            "Vérifiez la position du champ ; déclarez `decimal`, `thousands`, `currency` ou `sign` comme l’ancien système les écrit.",
        ),
        Code::NumberTooLarge => told_as(
            "un nombre trop grand pour {type}",
            "Le nombre est juste, mais son type ne peut pas le contenir.",
            "Donnez au champ un type plus grand, comme int64 ou un decimal de plus de chiffres.",
        ),
        Code::TooManyDecimals => told_as(
            "{decimals:décimale|décimales} là où le type en a {scale}",
            "Le nombre a plus de décimales que son type ; rien n’est arrondi sans que la correspondance dise comment.",
            "Donnez plus de décimales au type, ou déclarez `round: half_up`, `half_even` ou `truncate`.",
        ),
        Code::BadSign => told_as(
            "un signe autre que déclaré, à la position {position}",
            "Un signe se trouve là où aucun n’est déclaré, manque là où il en faut un, ou est écrit autrement.",
            "Déclarez l’écriture avec `sign:`, par exemple `overpunch`, `trailing`, `minus_after`, `cr_db` ou `parentheses`.",
        ),
        Code::BadGrouping => told_as(
            "un séparateur de milliers mal placé, à la position {position}",
            "Les séparateurs de milliers ne se placent que tous les trois chiffres ; ailleurs, ce peut être la virgule décimale.",
            "Vérifiez `decimal` et `thousands` ; regardez la valeur dans la source.",
        ),
        Code::NotByPicture => told_as(
            "autrement écrit que le modèle ne le dit, à la position {position}",
            "Le texte ne suit pas le modèle de date ou d’heure du champ.",
            "Corrigez `picture:` ; déclarez dans `null_if` les textes qui veulent dire sans date, comme 00000000.",
        ),
        Code::ImpossibleDate => told_as(
            "date impossible",
            "Le texte suit le modèle, mais aucun calendrier n’a ce jour.",
            "Corrigez dans l’ancien système ; ou déclarez `null_if` pour ce texte, ou `on_bad: empty` pour le champ.",
        ),
        Code::ImpossibleTime => told_as(
            "heure impossible",
            "Le texte suit le modèle, mais aucune horloge ne montre cette heure.",
            "Corrigez dans l’ancien système ; ou déclarez `null_if` pour ce texte, ou `on_bad: empty` pour le champ.",
        ),
        Code::NotABoolean => told_as(
            "ni un mot pour vrai ni un mot pour faux",
            "Le champ contient un autre texte que les mots déclarés pour vrai et faux.",
            "Ajoutez le mot à `true` ou à `false`, ou à `null_if` s’il veut dire que l’on ne sait pas.",
        ),
        Code::PatternUnmatched => told_as(
            "le motif du champ ne trouve rien",
            "Le champ est ce que trouve le premier groupe de son motif, et le motif ne trouve rien.",
            "Corrigez le motif, ou faites de ces enregistrements un genre à part.",
        ),
        Code::NotAFloat => told_as(
            "ce n’est pas un nombre à virgule flottante, à la position {position}",
            "Le texte ne se lit pas comme un nombre tel que 1.5 ou 1.5E-3.",
            "Vérifiez la position du champ, et `decimal:` si une virgule tient lieu de point.",
        ),

        Code::Required => told_as(
            "pas de valeur dans une colonne obligatoire",
            "La colonne dit `required: true`, et cet enregistrement n’a pas de valeur pour elle.",
            "Complétez dans l’ancien système, donnez un `default` à la colonne, ou retirez `required`.",
        ),
        Code::OutOfRange => told_as(
            "une valeur hors de l’intervalle[ : au moins {least}][, au plus {most}]",
            "La valeur est bien écrite, mais hors de ce que `range` permet à la colonne.",
            "Corrigez dans l’ancien système, ou élargissez l’intervalle si la valeur est juste.",
        ),
        Code::BadLength => told_as(
            "un texte de {length:caractère|caractères}[, au moins {least}][, au plus {most}]",
            "Le texte est plus court ou plus long que `length` ne le permet à la colonne.",
            "Corrigez dans l’ancien système, ou élargissez `length` si le texte est juste.",
        ),
        Code::PatternFailed => told_as(
            "un texte que le motif de la colonne n’admet pas",
            "Le texte n’a pas la forme que donne le `pattern` de la colonne.",
            "Corrigez dans l’ancien système, ou le motif si le texte est juste.",
        ),
        Code::NotOneOf => told_as(
            "une valeur qui n’est pas de celles déclarées",
            "Le `one_of` de la colonne donne les valeurs permises, et celle-ci n’en est pas.",
            "Corrigez dans l’ancien système, ou ajoutez la valeur à `one_of`.",
        ),
        Code::CheckFailed => told_as(
            "ce n’est pas un {check} valide",
            "La longueur, la forme ou la clé de contrôle du numéro est fausse.",
            "Corrigez dans l’ancien système ; déclarez `on_fail: warn` si de tels enregistrements doivent être chargés.",
        ),
        Code::DoesNotFit => told_as(
            "une valeur qui ne tient pas dans {type}",
            "Le type plus étroit de la colonne ne peut pas contenir la valeur du champ.",
            "Donnez à la colonne un type plus large.",
        ),

        Code::NoFiles => told_as(
            "aucun fichier ne correspond à `{pattern}`",
            "Le motif de la correspondance, pris à partir de son dossier, ne trouve aucun fichier.",
            "Vérifiez le motif et le dossier ; `--source` lit d’autres fichiers que ceux de la correspondance.",
        ),
        Code::FileCount => told_as(
            "{found:fichier trouvé|fichiers trouvés}, {wanted} {wanted?attendu|attendus}",
            "La correspondance dit avec `expect:` combien de fichiers il doit y avoir.",
            "Cherchez le fichier qui manque ou qui est de trop ; corrigez `expect:` si le nombre a changé.",
        ),
        Code::SameFile => told_as(
            "les mêmes octets que `{other}`",
            "Deux fichiers de la source sont identiques ; chaque enregistrement serait chargé deux fois.",
            "Retirez l’un des deux ; procurez-vous le fichier voulu.",
        ),
        Code::HeaderMissing => told_as(
            "l’en-tête `{header}` manque[ ; vouliez-vous dire `{nearest}` ?]",
            "La correspondance nomme un en-tête que le fichier n’a pas.",
            "Corrigez le `header:` du champ, ou déclarez `header_match: trim` ou `fold`.",
        ),
        Code::HeaderExtra => told_as(
            "la correspondance ne nomme pas l’en-tête `{header}`",
            "Le fichier a une colonne qu’aucun champ ne lit ; c’est peut-être juste, ou un champ a été oublié.",
            "Ajoutez un champ ; omettez-le de `columns:` si ses valeurs ne sont pas voulues.",
        ),
        Code::HeaderTwice => told_as(
            "l’en-tête `{header}` figure deux fois",
            "Deux colonnes du fichier ont le même en-tête ; le nom ne dit pas laquelle est voulue.",
            "Désignez la cellule du champ par `index:`.",
        ),
        Code::HeaderNotFound => told_as(
            "aucune ligne ne contient tous les en-têtes déclarés",
            "La correspondance dit `preamble: until header`, et aucune ligne du fichier n’a tous les en-têtes qu’elle nomme.",
            "Vérifiez les noms des en-têtes, ainsi que le délimiteur et le codage.",
        ),
        Code::SourceEnded => told_as(
            "la source s’arrête ici : {unread:octet n’a pas pu être lu|octets n’ont pas pu être lus}",
            "Le reste du fichier n’a pas pu être découpé en enregistrements ; rien n’en a été chargé.",
            "Corrigez l’endroit que nomme le constat précédent.",
        ),
        Code::NoRecords => told_as(
            "pas un seul enregistrement",
            "Le fichier est vide, ou n’a qu’un en-tête, des séparateurs et des lignes vides.",
            "Vérifiez que l’export s’est bien terminé.",
        ),
        Code::BadCompression => told_as(
            "le fichier compressé est abîmé ou coupé : {problem}",
            "Le fichier n’a pas pu être décompressé jusqu’à sa fin.",
            "Reprenez le fichier à sa source.",
        ),
        Code::OtherEncoding => told_as(
            "le fichier se dit en {found}, la correspondance dit {declared}",
            "Le fichier commence par la marque d’un autre codage que celui déclaré.",
            "Corrigez `encoding:`, ou exportez de nouveau.",
        ),

        Code::TooManyRejects => told_as(
            "{rejects:rejet|rejets} dans la table `{table}`, où {limit} {limit?est permis|sont permis}",
            "Plus d’enregistrements ont été refusés que la correspondance ne le permet ; rien n’a été publié.",
            "Corrigez les enregistrements ou la correspondance ; ou, si la perte est admise, permettez-les : `limits: {rejects: …}`.",
        ),

        Code::EvidenceMissing => told_as(
            "`{file}` manque",
            "Le manifeste nomme un fichier de l’exécution qui n’est pas là.",
            "Reprenez le fichier d’une copie, ou refaites la migration.",
        ),
        Code::EvidenceHash => told_as(
            "`{file}` n’est pas ce que l’exécution a écrit",
            "Les octets du fichier ont un autre SHA-256 que celui du manifeste : il a été changé ou abîmé.",
            "Reprenez le fichier d’une copie, ou refaites la migration ; cherchez qui l’a changé.",
        ),
        Code::EvidenceTotal => told_as(
            "{what} : {found}, alors que le manifeste dit {manifest}",
            "Un compte ou un total, recalculé d’après les fichiers, n’est pas celui du manifeste.",
            "Reprenez l’exécution d’une copie, ou refaites la migration ; cherchez qui l’a changée.",
        ),
        Code::SourceDiffers => told_as(
            "la source `{file}` n’est pas ce qui a été lu",
            "Les octets de la source ont un autre SHA-256 que lors de leur lecture.",
            "Si le nouveau fichier est le bon, refaites la migration.",
        ),
        Code::SourceGone => told_as(
            "la source `{file}` n’est plus là",
            "La source n’a pas pu être vérifiée ; les fichiers de l’exécution ne sont pas en cause.",
            "Remettez la source en place si elle doit être vérifiée.",
        ),
        Code::EvidenceUnreadable => told_as(
            "`{file}` ne peut pas être lu : {problem}",
            "Un fichier des preuves de l’exécution est abîmé, ou écrit par une autre version.",
            "Reprenez le fichier d’une copie, ou refaites la migration.",
        ),
        Code::EvidenceExtra => told_as(
            "`{file}` n’est pas un fichier de l’exécution",
            "Le dossier de l’exécution contient un fichier inconnu du manifeste ; des lecteurs peuvent le prendre pour des données.",
            "Mettez le fichier ailleurs.",
        ),
        Code::SourceUnreadable => told_as(
            "la source `{file}` ne peut pas être lue : {problem}",
            "La source est là, mais n’a pas pu être vérifiée ; les fichiers de l’exécution ne sont pas en cause.",
            "Obtenez le droit de la lire, ou faites vérifier par quelqu’un qui l’a.",
        ),
        Code::ManifestKeyMissing => told_as(
            "manifest.json n’a pas de `{key}`",
            "Le manifeste a été changé ou tronqué : une clé que tout manifeste de cette version a y manque.",
            "Reprenez l’exécution d’une copie, ou refaites la migration ; cherchez qui l’a changée.",
        ),
        Code::ManifestKeyUnknown => told_as(
            "manifest.json a une clé `{key}` qu’aucun manifeste de cette version n’a",
            "Le manifeste a été changé après que l’exécution l’a écrit.",
            "Reprenez l’exécution d’une copie, ou refaites la migration ; cherchez qui l’a changée.",
        ),
        Code::ManifestValue => told_as(
            "manifest.json : `{key}` ne peut pas avoir cette valeur",
            "Le manifeste a été changé après que l’exécution l’a écrit : la clé a une valeur d’une autre sorte.",
            "Reprenez l’exécution d’une copie, ou refaites la migration ; cherchez qui l’a changée.",
        ),
        Code::ManifestConflict => told_as(
            "manifest.json : `{key}` ne s’accorde pas avec `{other}`",
            "De deux énoncés des preuves de l’exécution, l’un est faux.",
            "Reprenez l’exécution d’une copie, ou refaites la migration ; cherchez qui l’a changée.",
        ),

        Code::Io => told_as(
            "impossible {doing} `{path}` : {problem}",
            "Le système a refusé ce que la commande doit faire d’un fichier.",
            "Vérifiez le chemin, le disque et les droits ; puis recommencez : rien n’a été publié.",
        ),
        Code::SourceChanged => told_as(
            "`{path}` a changé pendant sa lecture",
            "Une source a été écrite pendant l’exécution ; ce qui a été lu n’est ni l’ancien fichier ni le nouveau.",
            "Attendez la fin de l’export, puis recommencez : rien n’a été publié.",
        ),
        Code::OutputBusy => told_as(
            "une autre exécution travaille dans `{path}`",
            "Deux exécutions ne peuvent pas écrire en même temps dans un même dossier.",
            "Attendez que l’autre se termine, ou donnez un autre `--out`, puis recommencez : rien n’a été publié.",
        ),
        Code::MemoryTooSmall => told_as(
            "il faut {needed:bytes} de mémoire, {allowed:bytes} sont permis",
            "Même avec un seul fil, la limite calculée dépasse ce que permet `--memory`.",
            "Augmentez `--memory`, ou divisez une table très large, puis recommencez : rien n’a été publié.",
        ),
        Code::NotConserved => told_as(
            "sur {size:octet|octets} de `{file}`, {classified} ont été attribués",
            "Tous les octets n’ont pas été attribués : c’est un défaut du programme, qui a arrêté l’exécution.",
            "Signalez-le avec la correspondance et les tailles, sans données ; recommencez avec `--threads 1` : rien n’a été publié.",
        ),
        Code::Interrupted => told_as(
            "interruption",
            "L’exécution a été arrêtée par l’utilisateur ou par le système.",
            "Recommencez quand vous voudrez : rien n’a été publié.",
        ),
        Code::DiskFull => told_as(
            "plus de place pour `{path}`",
            "Le disque, ou la part qui vous en revient, est plein.",
            "Libérez de la place, ou donnez un `--out` sur un autre disque, puis recommencez : rien n’a été publié.",
        ),
        Code::NoSuchPath => told_as(
            "`{path}` n’existe pas",
            "La commande ou la correspondance nomme un chemin où il n’y a rien.",
            "Corrigez le chemin, puis recommencez : rien n’a été publié.",
        ),
        Code::WrongPath => told_as(
            "`{path}` n’est pas {wanted}",
            "Il y a quelque chose à ce chemin, mais pas ce qu’il faut.",
            "Corrigez le chemin, puis recommencez : rien n’a été publié.",
        ),
        Code::BadOption => told_as(
            "`{option}` : {problem}",
            "La commande ne peut pas être comprise.",
            "`tumpline --help` montre les commandes et leurs options ; corrigez et recommencez : rien n’a été publié.",
        ),
        Code::Defect => told_as(
            "un défaut de ce programme : {what}",
            "Il s’est produit ce que le programme tient pour impossible.",
            "Signalez-le avec cette ligne et la correspondance, sans données ; recommencez : rien n’a été publié.",
        ),
    }
}

/// The words for an argument that is a stable word; none if it is not known.
#[expect(clippy::too_many_lines, reason = "one flat table")]
pub fn word(code: Code, arg: &str, word: &str) -> Option<&'static str> {
    Some(match (code, arg, word) {
        (Code::YamlSyntax, _, "documents") => "une correspondance est un seul document, sans `---` au milieu",
        (Code::YamlSyntax, _, "alias") => "les renvois (`*nom`) ne sont pas admis",
        (Code::YamlSyntax, _, "anchor") => "les ancres (`&nom`) ne sont pas admises",
        (Code::YamlSyntax, _, "tag") => "les étiquettes (`!nom`) ne sont pas admises",
        (Code::YamlSyntax, _, "key") => "une clé doit être un texte simple",
        (Code::YamlSyntax, _, "escape") => "une séquence d’échappement qui n’existe pas",
        (Code::YamlSyntax, _, "quote") => "un guillemet qui n’est pas fermé",
        (Code::YamlSyntax, _, "tab") => "une tabulation là où seuls des espaces sont admis",
        (Code::YamlSyntax, _, "bracket") => "un crochet, une accolade ou une virgule manque",
        (Code::YamlSyntax, _, "indentation") => "le retrait ne convient pas à ce qui l’entoure",
        (Code::YamlSyntax, _, "colon") => "un deux-points manque, ou n’a pas sa place",
        (Code::YamlSyntax, _, "directive") => "les directives (`%…`) ne sont pas admises",
        (Code::YamlSyntax, _, "character") => "un caractère qui n’a pas sa place ici",
        (Code::YamlSyntax, _, "syntax") => "quelque chose manque ou est de trop",

        (Code::WrongShape, _, "text") => "un texte",
        (Code::WrongShape, _, "number") => "un nombre entier",
        (Code::WrongShape, _, "list") => "une liste",
        (Code::WrongShape, _, "map") => "un ensemble de clés",
        (Code::WrongShape, _, "word") => "un mot",
        (Code::WrongShape, _, "nothing") => "rien",
        (Code::WrongShape, _, "character") => "un seul caractère",
        (Code::WrongShape, _, "name") => "un nom sans point",
        (Code::WrongShape, _, "years") => "un intervalle tel que `1950-2049`",
        (Code::WrongShape, _, "table_name") => "un nom fait de lettres, de chiffres et de `_`",
        (Code::WrongShape, _, "pair") => "une liste de deux valeurs, la plus petite et la plus grande",
        (Code::WrongShape, _, "text_or_list") => "un texte ou une liste de textes",

        (Code::DuplicateName, _, "mapping") => "correspondances",
        (Code::DuplicateName, _, "migration") => "fichiers de migration",
        (Code::DuplicateName, _, "file") => "fichiers de la source",
        (Code::DuplicateName, _, "field") => "champs",
        (Code::DuplicateName, _, "header") => "en-têtes",
        (Code::DuplicateName, _, "kind") => "genres",
        (Code::DuplicateName, _, "table") => "tables",
        (Code::DuplicateName, _, "column") => "colonnes",

        (Code::BadPosition, "problem", "counts_from_1") => "les positions comptent à partir de 1",
        (Code::BadPosition, "problem", "backwards") => "la fin vient avant le début",
        (Code::BadPosition, "problem", "no_range") => "écrivez `12` ou `12-20`",
        (Code::BadPosition, "problem", "too_large") => "le nombre est trop grand",
        (Code::BadPosition, "problem", "one_cell") => "un champ est une seule cellule",
        (Code::BadPosition, "problem", "beyond_end") => "elle se trouve après la fin de l’enregistrement",
        (Code::BadPosition, "problem", "beyond_repetition") => "elle se trouve après la fin d’une répétition",
        (Code::BadPosition, "problem", "not_times_width") => "sa longueur n’est pas times × width",

        (Code::BadPattern, _, "no_group") => {
            "il n’a pas de groupe entre parenthèses, et le premier groupe est le champ"
        }
        (Code::BadPattern, _, "too_large") => "il est trop grand",
        (Code::BadPattern, _, "syntax") => "ce n’est pas une expression rationnelle",

        (Code::BadPicture, "problem", "unknown_letter") => "il a une lettre qui ne désigne rien",
        (Code::BadPicture, "problem", "no_year") => "il n’a pas d’année",
        (Code::BadPicture, "problem", "no_day") => "il n’a pas de jour ou de mois",
        (Code::BadPicture, "problem", "no_time") => "il n’a pas d’heure, ou des parties qui n’en sont pas",
        (Code::BadPicture, "problem", "years_missing") => "`YY` exige un intervalle, par exemple `years: 1950-2049`",
        (Code::BadPicture, "problem", "empty") => "il est vide",

        (Code::NothingToLoad, _, "kind") => "aucun genre",
        (Code::NothingToLoad, _, "header") => "aucun en-tête",
        (Code::NothingToLoad, _, "table") => "aucune table",
        (Code::NothingToLoad, _, "column" | "columns") => "aucune colonne",

        (Code::KeyMisplaced, "why", "fixed") => "la source est à largeur fixe",
        (Code::KeyMisplaced, "why", "delimited") => "la source est délimitée",
        (Code::KeyMisplaced, "why", "nested") => "on est dans un groupe répété",
        (Code::KeyMisplaced, "why", "no_number") => "ce n’est pas un nombre",
        (Code::KeyMisplaced, "why", "no_date") => "ce n’est ni une date ni une heure",
        (Code::KeyMisplaced, "why", "no_text") => "ce n’est pas un texte",
        (Code::KeyMisplaced, "why", "no_bool") => "ce n’est pas un booléen",
        (Code::KeyMisplaced, "why", "no_parent") => "le genre n’a pas de parent",
        (Code::KeyMisplaced, "why", "no_repeat") => "il n’y a pas de groupe répété",
        (Code::KeyMisplaced, "why", "parent_or_end") => {
            "un genre qui a des enfants, ou qui ferme un parent, se reconnaît à ses seuls octets"
        }
        (Code::KeyMisplaced, "why", "preamble") => "l’enregistrement se trouve avant l’en-tête",
        (Code::KeyMisplaced, "why", "repeat") => "c’est un groupe répété",
        (Code::KeyMisplaced, "why", "float") => "c’est un nombre à virgule flottante",
        (Code::KeyMisplaced, "why", "fixed_length") => "tous les enregistrements ont la même longueur",

        (Code::BadReference, "why", "own_ancestor") => "le genre serait son propre ancêtre",
        (Code::BadReference, "why", "no_child") => "ce n’est pas un enfant du genre de la table",
        (Code::BadReference, "why", "no_parent") => {
            "ce n’est ni le genre de la table, ni un genre au-dessus, ni un genre joint par `with:`"
        }
        (Code::BadReference, "why", "no_repeat") => "ce n’est pas un groupe répété",
        (Code::BadReference, "why", "skipped") => "les enregistrements de ce genre ne sont pas lus",

        (Code::YamlTooLarge, _, "bytes") => "elle a trop d’octets",
        (Code::YamlTooLarge, _, "depth") => "elle est trop profonde",

        (Code::WithCount, "wanted", "exactly one") => "exactement un",
        (Code::WithCount, "wanted", "at most one") => "un au plus",

        (Code::CheckFailed, _, "sin") => "numéro d’assurance sociale",
        (Code::CheckFailed, _, "bn") => "numéro d’entreprise",
        (Code::CheckFailed, _, "luhn") => "numéro à clé de Luhn",
        (Code::CheckFailed, _, "aba") => "numéro d’acheminement ABA",
        (Code::CheckFailed, _, "iban") => "IBAN",
        (Code::CheckFailed, _, "ca_postal_code") => "code postal canadien",
        (Code::CheckFailed, _, "ca_transit") => "numéro de transit canadien",

        (Code::Io, "doing", "open") => "d’ouvrir",
        (Code::Io, "doing", "read") => "de lire",
        (Code::Io, "doing", "write") => "d’écrire",
        (Code::Io, "doing", "create") => "de créer",
        (Code::Io, "doing", "rename") => "de renommer",
        (Code::Io, "doing", "list") => "de parcourir",
        (Code::Io, "doing", "lock") => "de verrouiller",
        (Code::Io, "doing", "sync") => "d’écrire pour de bon",
        (Code::Io, "doing", "remove") => "de supprimer",

        (Code::WrongPath, "wanted", "file") => "un fichier",
        (Code::WrongPath, "wanted", "folder") => "un dossier",
        (Code::WrongPath, "wanted", "UTF-8") => "un texte en UTF-8",

        (Code::BadOption, "problem", "no_table") => "aucune correspondance n’écrit ici de table de ce nom",
        (Code::BadOption, "problem", "no_mapping") => "il n’y a pas ici de correspondance de ce nom",
        (Code::BadOption, "problem", "unknown") => "il n’y a pas ici de commande ni d’option de ce nom",
        (Code::BadOption, "problem", "missing") => "cet argument manque",
        (Code::BadOption, "problem", "no_value") => "il faut une valeur",
        (Code::BadOption, "problem", "invalid") => "la valeur ne peut pas être lue",
        (Code::BadOption, "problem", "conflict") => "ne peut pas accompagner une autre option",
        (Code::BadOption, "problem", "repeated") => "figure trop souvent",
        (Code::BadOption, "problem", "size") => "il faut une taille telle que `512MiB` ou `2GB`",
        (Code::BadOption, "problem", "number") => "il faut un nombre entier d’au moins 1",
        (Code::BadOption, "problem", "MAPPING=") => {
            "avec plusieurs correspondances, dites laquelle : `--source CORRESPONDANCE=FICHIER`"
        }
        (Code::BadOption, "problem", "no_command") => "dites quoi faire : `run`, `check`, `verify` ou `schema`",
        _ => return None,
    })
}

/// All other texts.
pub static TEXTS: Texts = Texts {
    error: "erreur",
    warning: "avertissement",
    help: "que faire\u{a0}",
    see_also: "cela va avec",
    severity_fail: "refuse l’exécution",
    severity_reject: "refuse l’enregistrement",
    severity_warn: "avertissement",
    severity_note: "note",
    outcome_published: "publié",
    outcome_refused: "refusé",
    outcome_trial: "essai",

    published: "Publié en {time} : {rows:ligne|lignes} dans {tables:table|tables}",
    refused: "Refusé après {time} : rien n’a été publié ; {rows:ligne gardée|lignes gardées} dans {tables:table|tables} pour examen",
    trial: "Essai de {time} : rien n’a été publié ; {rows:ligne|lignes} dans {tables:table|tables} à examiner",
    speed: "exécution {run}, {rate}/s, {records:enregistrement|enregistrements}/s, {threads:fil|fils}, au plus {memory} de mémoire",
    head_table: "table",
    head_read: "lus",
    head_loaded: "chargés",
    head_rejected: "rejetés",
    head_allowed: "permis",
    head_set_aside: "mis de côté",
    head_source: "source",
    head_bytes: "octets",
    head_informing: "informatifs",
    head_skipped: "ignorés",
    head_unread: "octets non lus",
    totals: "Totaux",
    set_aside: "Mis de côté",
    aside: "{mapping} : {because} : {records:enregistrement|enregistrements}",
    aside_sum: "{name} {sum}",
    findings_fail: "Pourquoi c’est refusé",
    findings_fail_trial: "Pourquoi ce serait refusé",
    findings_reject: "Enregistrements refusés",
    findings_warn: "Avertissements",
    findings_note: "Réparé, ou fait comme déclaré",
    finding_in: "{what}[ dans {subject}][ ({mapping})]",
    finding_records: " : {count:enregistrement|enregistrements}, d’abord dans {file}, enregistrement\u{a0}{record}",
    finding_record: " : 1\u{a0}enregistrement, dans {file}, enregistrement\u{a0}{record}",
    finding_file: " : {file}",
    finding_files: " : {count}\u{a0}fois, d’abord dans {file}",
    finding_times: " : {count}\u{a0}fois",
    more_findings: "et {more:autre sorte|autres sortes} de constats, tous dans {file}",
    more_totals: "et {more:autre total|autres totaux}, tous dans {file}",
    every_byte: "Chaque octet est attribué",
    every_byte_but: "Chaque octet est attribué, mais tous n’ont pas pu être lus",
    output: "Où cela se trouve",
    output_tables: "tables",
    output_kept: "tables, non publiées",
    output_rejects: "rejets",
    output_findings: "constats",
    output_evidence: "preuves",
    next: "Que faire maintenant",
    next_rejects: "{rejects:enregistrement a été refusé|enregistrements ont été refusés}, comme les limites le permettent : examinez-les parmi les rejets.",
    next_verify: "Vérifiez les preuves quand vous voudrez : tumpline verify {folder}",
    next_clean: "Ouvrez les tables avec DuckDB ou Power BI : {tables}",
    next_refused: "Corrigez la correspondance ou les sources, et recommencez.",
    next_limits: "Si la perte est admise, augmentez plutôt `rejects` sous `limits` dans la correspondance.",
    next_trial: "Regardez les constats, corrigez la correspondance, et recommencez sans --trial, --limit ni --only pour publier.",
    next_current: "Ce qui était publié avant reste tel quel.",

    progress_bar: "{done}[ sur {total}], {records:enregistrement|enregistrements}, {rate}/s, {rejects:rejet|rejets}[, encore {left}]",
    progress_line: "[{percent} %, ]{done}[ sur {total}], {records:enregistrement|enregistrements}, {rate}/s, {rejects:rejet|rejets}[, encore {left}]",

    check_sound: "{path} : aucune faute",
    check_doubts: "{path} : aucune faute, {count:doute|doutes}",
    check_mistakes: "{path} : {count:faute|fautes}",
    check_sources: "{path} : {count:faute|fautes} dans ses sources",
    plan_source: "source",
    plan_files: "{files:fichier|fichiers}, {bytes}, en {encoding}",
    plan_more_files: "et {more:autre fichier|autres fichiers}",
    plan_reading: "lecture",
    plan_lines: "lignes de champs à largeur fixe ; les positions comptent des {positions}",
    plan_bytes: "octets",
    plan_characters: "caractères",
    plan_short_reject: "une ligne qui se termine avant son dernier champ est refusée",
    plan_short_pad: "une ligne qui se termine avant son dernier champ est complétée par des blancs",
    plan_long_reject: "une ligne de plus de {most:bytes} est refusée",
    plan_long_cut: "une ligne de plus de {most:bytes} est coupée",
    plan_no_tabs: "une ligne avec une tabulation est refusée",
    plan_tabs: "taquets toutes les {every:colonne|colonnes}",
    plan_fixed: "enregistrements de {length:octet|octets}, sans séparateur",
    plan_delimited: "cellules entre `{delimiter}`[, entourées de `{quote}`]",
    plan_headers: "{lines:ligne|lignes} d’en-tête",
    plan_no_header: "pas d’en-tête",
    plan_preamble: "{lines:ligne|lignes} avant l’en-tête",
    plan_until_header: "toutes les lignes avant celle qui contient tous les en-têtes sont passées",
    plan_match_exact: "en-têtes tels qu’écrits",
    plan_match_trim: "en-têtes sans les blancs autour",
    plan_match_fold: "en-têtes sans égard aux blancs ni à la casse",
    plan_lenient: "les lignes abîmées sont lues comme une personne le ferait, et chaque réparation est notée",
    plan_ragged_reject: "une ligne qui a moins ou plus de cellules est refusée",
    plan_ragged_pad: "une ligne qui a moins de cellules est complétée",
    plan_ragged_truncate: "une ligne qui a plus de cellules est coupée",
    plan_repeated_reject: "un en-tête au milieu des données est refusé",
    plan_repeated_skip: "un en-tête au milieu des données est passé",
    plan_repeated_end: "un en-tête au milieu des données termine la source",
    plan_comment: "les lignes qui commencent par `{start}` sont des commentaires",
    plan_group: "un parent et ses enfants ont au plus {most:bytes}",
    plan_kinds: "genres",
    plan_rest: "ce qui reste",
    plan_in_preamble: "avant l’en-tête",
    plan_under: "sous {parent}",
    plan_ends: "ferme {parent}",
    plan_skipped: "ignoré : {reason}",
    plan_fields: "{count:champ|champs}",
    plan_record: "l’enregistrement",
    plan_byte: "position {at}",
    plan_byte_range: "position {first}-{last}",
    plan_cell: "cellule {at}",
    plan_is: "{what} est {values}",
    plan_one_of: "{what} est parmi {values}",
    plan_not: "{what} n’est pas {values}",
    plan_all: "{what} n’est fait que de {letter}",
    plan_matches: "{what} suit {pattern}",
    plan_cells: "{count:cellule|cellules}",
    plan_aside: "mis de côté",
    plan_aside_line: "{because} : {when}",
    plan_table: "table {table}[ : {title}]",
    plan_from: "une ligne par {from}",
    plan_with_one: "avec exactement un {kind}",
    plan_with_most_one: "avec un {kind} au plus",
    plan_limit: "{limit:rejet permis|rejets permis}",
    plan_trace: "_file et _offset ramènent à l’enregistrement",
    plan_required: "obligatoire",
    plan_optional: "peut être vide",
    plan_personal: "personnel",
    plan_constant: "toujours {value}",
    plan_empty: "toujours vide",
    plan_repeat_number: "numéro de la répétition",
    plan_memory: "mémoire",
    plan_memory_bound: "au plus {memory}, par blocs de {block}",

    verified: "L’exécution {run} tient : {files:fichier conforme|fichiers conformes} au manifeste, {rows:ligne recomptée|lignes recomptées}",
    not_verified: "L’exécution {run} ne tient pas : {count:différence|différences}",
    verified_rest: "{files:fichier conforme|fichiers conformes} au manifeste, {rows:ligne recomptée|lignes recomptées}",

    about: "Porte les écritures financières de l’ancien système vers du Parquet vérifié",
    about_run: "Lire les sources, les transformer, les vérifier, et publier les tables",
    about_check: "Trouver ce qui ne va pas dans des correspondances, et dire ce qu’elles feraient",
    about_verify: "Vérifier les preuves d’une exécution d’après ses fichiers",
    about_schema: "Écrire le schéma JSON du langage des correspondances, pour les éditeurs",
    help_paths: "Une correspondance (un fichier YAML), ou un dossier de correspondances",
    help_out: "Le dossier de sortie ; les analystes lisent DIR/current/data",
    help_source: "Lire ce fichier ou ce dossier au lieu de celui que nomme la correspondance ; peut être répété",
    help_only: "Ne faire que cette table (entraîne --trial) ; peut être répété",
    help_set: "Donner un paramètre de la migration (pas encore dans cette version)",
    help_threads: "Nombre de fils d’exécution ; par défaut, un par cœur",
    help_memory: "Mémoire à ne pas dépasser, par exemple 512MiB ou 2GB ; s’il le faut, les fils d’exécution sont moins nombreux",
    help_limit: "Ne lire que tant d’enregistrements de chaque correspondance (entraîne --trial)",
    help_trial: "Ne rien publier, quoi qu’il arrive ; les tables restent sous DIR/trial",
    help_lang: "Langue des messages ; par défaut, celle de l’environnement",
    help_timings: "Afficher la vitesse",
    help_json: "Écrire un document JSON sur la sortie standard",
    help_dir: "Le dossier d’une exécution, ou un dossier de sortie",
    help_help: "Montrer cette aide",
    help_version: "Montrer la version",
    head_usage: "Usage\u{a0}",
    head_commands: "Commandes\u{a0}",
    head_arguments: "Arguments\u{a0}",
    head_options: "Options\u{a0}",
};
