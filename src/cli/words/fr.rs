//! The words in French. Templates are explained in the parent module; spaces before `:` `;` `?` `!` are written plain
//! and set by it. Words of the mapping language stay as they are, between backticks.

use super::{Texts, Told};
use crate::finding::Code;

const fn told_as(sentence: &'static str, meaning: &'static str, advice: &'static str) -> Told {
    Told { sentence, several: "", meaning, advice }
}

const fn told_of(sentence: &'static str, several: &'static str, meaning: &'static str, advice: &'static str) -> Told {
    Told { sentence, several, meaning, advice }
}

/// The words of a code.
#[expect(clippy::too_many_lines, reason = "one flat table, one line a code")]
pub const fn told(code: Code) -> Told {
    match code {
        Code::YamlSyntax => told_as(
            "ceci n’est pas du YAML : {problem}",
            "À partir d’ici, la correspondance ne peut pas être lue comme du YAML.",
            "Corrigez l’endroit souligné, ou ce qui le précède tout juste.",
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
            "Corrigez le nom ; écrivez `genre.champ` pour le champ d’un autre genre. Les paramètres se déclarent dans le migration.yaml qui accompagne la correspondance.",
        ),
        Code::UnknownColumn => told_as(
            "il n’y a pas de colonne `{name}` ici[ ; vouliez-vous dire `{nearest}` ?]",
            "Un nom se trouve là où il faut une colonne de la table, et aucune colonne ne s’appelle ainsi.",
            "Corrigez le nom, ou ajoutez la colonne. Les paramètres se déclarent dans le migration.yaml qui accompagne la correspondance.",
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
            "Donnez un autre nom à l’une des deux.",
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
            "Écrivez `12` ou `12-20` : les positions se comptent à partir de 1 et comprennent la fin.",
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
            "Omettez le `type:` de la colonne, qui aura celui du champ ; ou donnez-lui un type qui contient toutes les valeurs ; ou arrondissez expressément : `sql: round(amount, 0)`.",
        ),
        Code::BadConstant => told_as(
            "`{text}` n’est pas une valeur de type {type}",
            "Une constante de la correspondance ne se lit pas dans le type de son champ ou de sa colonne.",
            "Écrivez-la comme le type l’exige : une date comme 2026-12-31, un nombre décimal avec un point et les décimales du type.",
        ),
        Code::KindNeverMatches => told_as(
            "aucun enregistrement ne sera du genre `{kind}` : `{earlier}` vient avant et les prend tous",
            "Les genres sont essayés dans l’ordre et le premier qui convient l’emporte ; un autre prend tout ce que prendrait celui-ci.",
            "Mettez d’abord le genre le plus étroit, ou corrigez l’une des deux conditions.",
        ),
        Code::KindUnread => told_as(
            "rien ne lit le genre `{kind}`, et aucun `skip:` ne dit pourquoi",
            "Ni table ni enfant n’emploie les enregistrements de ce genre ; ils se perdraient sans un mot.",
            "Employez le genre dans une table, ou dites pourquoi il n’est pas lu : `skip: totaux du lot`.",
        ),
        Code::BytesUncovered => told_as(
            "aucun champ de `{kind}` ne lit la position {ranges}",
            "Des octets de l’enregistrement ne sont lus par aucun champ ; c’est peut-être juste, ou un champ a été oublié.",
            "Comparez avec la description de l’ancien système ; ajoutez le champ qui manque, s’il y en a un ; sinon, dites `filler: blank`, ou pourquoi il n’est pas lu : `ignore:`.",
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
            "`{value}` est hors des limites[ : il faut au moins {least}][, au plus {most}]",
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
        Code::SqlSyntax => told_as(
            "l’expression est illisible ici : {found}",
            "Le texte n’est pas une expression SQL.",
            "Corrigez l’endroit souligné ; les textes sont entre apostrophes droites, les noms avec espaces entre guillemets droits.",
        ),
        Code::SqlNotHere => told_as(
            "les expressions n’ont pas {what}",
            "Une expression regarde une ligne à la fois et connaît les fonctions de docs/reference/sql.md, rien d’autre.",
            "Écrivez-la avec les fonctions de docs/reference/sql.md ; sommes et comparaisons de tables sont des règles, les codes se cherchent avec `lookup:`.",
        ),
        Code::SqlTooLarge => told_as(
            "l’expression est trop grande : {limit}",
            "Une expression a des limites de longueur et de profondeur, pour que tout mappage puisse être lu.",
            "Découpez-la : une longue expression est le plus souvent un `lookup:` dans un fichier de codes.",
        ),
        Code::UnknownFunction => told_as(
            "il n’y a pas de fonction `{name}`[ ; vouliez-vous dire `{nearest}` ?]",
            "Une fonction que les expressions n’ont pas.",
            "Prenez-en une de docs/reference/sql.md.",
        ),
        Code::WrongOperands => told_as(
            "`{operation}` ne prend pas {found} ; il prend {takes}",
            "Les types des opérandes ne vont pas avec l’opération, et rien n’est converti sans demande si quelque chose pouvait se perdre.",
            "Écrivez la conversion : `CAST(x AS …)`, `strptime(x, '%Y%m%d')` ; docs/reference/sql.md dit ce que prend chaque opération.",
        ),
        Code::WrongResult => told_as(
            "l’expression est de type {found}, et il faut {wanted}",
            "L’expression donne un autre type que celui que veut sa colonne ou sa règle.",
            "Convertissez le résultat avec `CAST(… AS …)`, ou changez le type de la colonne.",
        ),
        Code::LosesDecimals => told_as(
            "l’expression est de type {found}, qui a plus de décimales que {wanted} ; écrivez `round(…, {scale})`",
            "Le résultat a plus de décimales que la colonne, et rien n’est arrondi sans demande.",
            "Dites comment arrondir : `round`, `round_even`, `trunc`, `floor` ou `ceil` ; ou donnez plus de décimales à la colonne.",
        ),
        Code::NotConstant => told_as(
            "`{operation}` veut {argument} qui soit écrit",
            "Cet argument est lu une fois avec le mappage ; il ne peut donc pas changer d’une ligne à l’autre.",
            "Écrivez la valeur même ; si elle dépend de la ligne, prenez CASE avec une branche par valeur.",
        ),
        Code::TooManyDigits => told_as(
            "`{operation}` demanderait {scale} décimales, et il y en a 38 au plus",
            "Un décimal a au plus 38 chiffres, qui peuvent tous suivre la virgule.",
            "Arrondissez d’abord les opérandes, par exemple `round(a, 6) * b`.",
        ),

        Code::ParameterClash => told_as(
            "`{name}` est un paramètre et {other} : ce pourrait être l’un ou l’autre",
            "Une expression nomme ce qui est à la fois un paramètre de migration.yaml et un champ ou une colonne ; le programme ne devine pas.",
            "Donnez un autre nom à l’un des deux.",
        ),
        Code::UnknownTable => told_as(
            "aucune correspondance ici ne fait la table `{name}`[ ; vouliez-vous dire `{nearest}` ?]",
            "Une règle a besoin des lignes d’une autre table, et aucune des correspondances nommées ne fait de table de ce nom.",
            "Corrigez le nom. Si une correspondance du même dossier fait la table, donnez le dossier, par exemple `tumpline run mappings` : celle-ci ne peut être prouvée seule.",
        ),
        Code::KeyLength => told_as(
            "la clé a {own:colonne|colonnes} ici, et {others} dans l’autre table",
            "Une règle compare les clés de deux tables colonne par colonne ; il en faut autant d’un côté que de l’autre.",
            "Nommez dans `by:` une colonne pour chacune de celles de l’autre table, dans le même ordre.",
        ),
        Code::TypesDiffer => told_as(
            "`{name}` est de type {type}, et `{other}` de type {other_type}",
            "On compare deux colonnes ou deux champs dont les valeurs ne peuvent être égales : leurs types, ou leurs décimales, ne sont pas les mêmes.",
            "Donnez le même type aux deux, par `type:` dans la correspondance qui se trompe.",
        ),
        Code::UnknownControl => told_as(
            "il n’y a pas de contrôle `{name}`[ ; vouliez-vous dire `{nearest}` ?]",
            "Ce qui est accepté nomme un contrôle, sous la forme `mapping.control`, que la correspondance n’a pas.",
            "Corrigez le nom ; les contrôles figurent sous `controls:` de la source de la correspondance.",
        ),
        Code::CopybookText => told_as(
            "{problem}[ : `{word}`]",
            "Le texte d’un copybook ne se lit pas comme des descriptions de données COBOL.",
            "Corrigez le copybook ici, ou une copie s’il vient du fournisseur.",
        ),
        Code::UnknownClause => told_as(
            "aucune clause d’une description de données ne commence par `{word}`[ ; `{nearest}` en est proche]",
            "Un mot d’une description de données n’existe pas à cet endroit en COBOL.",
            "Corrigez le mot. S’il manque un point avant lui, ajoutez-le.",
        ),
        Code::ClauseIncomplete => told_as(
            "{clause} se trouve ici sans ce qui doit suivre",
            "Une clause d’une description de données est coupée.",
            "Complétez-la. Le code après la colonne 72 n’est pas lu en format fixe ; `--format free` lit les lignes entières.",
        ),
        Code::ClauseTwice => told_as(
            "{clause} se trouve ici une seconde fois",
            "Une clause ne figure qu’une fois dans une description ; deux clauses différentes se contredisent.",
            "Supprimez celle qui n’est pas voulue.",
        ),
        Code::CobolPicture => told_as(
            "cette PICTURE est illisible : {problem}[ (caractère {place})]",
            "Une PICTURE contient des symboles que COBOL n’a pas, ou qui ne vont pas ensemble.",
            "Corrigez la PICTURE. Le point qui la suit doit être suivi d’une espace ; sinon, c’est le point décimal.",
        ),
        Code::CopyMissing => told_as(
            "COPY {name} : {problem}",
            "Un copybook en copie un autre, dont les longueurs ont besoin.",
            "Placez le livre à côté du copybook (avec ou sans .cpy, .cbl, .cob, .copy), ou nommez son dossier avec `--copies`.",
        ),
        Code::CopybookItem => told_as(
            "{problem}[ : `{name}`][ (`{file}`, ligne {line})]",
            "Une description de données ne peut pas se trouver ici telle quelle ; les places et les longueurs seraient devinées.",
            "Comparez les numéros de niveau avec les lignes précédentes et corrigez celui qui est faux.",
        ),
        Code::UsageOfPicture => told_as(
            "{usage} ne va pas avec la PICTURE `{picture}`",
            "Un nombre binaire ou condensé, ou avec SIGN, veut une PICTURE de 9, S, V et P ; les autres usages ont la leur.",
            "Corrigez la PICTURE, ou la clause qui ne va pas avec elle.",
        ),
        Code::UnknownItem => told_as(
            "aucune donnée ne s’appelle `{name}` ici[ ; `{nearest}` en est proche]",
            "Une description de données renvoie à une donnée qui n’existe pas, ou pas encore.",
            "Corrigez le nom. Ce que REDEFINES nomme doit se trouver juste avant, au même niveau ; ce que DEPENDING ON nomme, avant la table.",
        ),
        Code::CopybookTooLarge => told_as(
            "trop grand : {what} {most}",
            "Un nombre ou un enregistrement dépasse ce qui peut être transporté exactement.",
            "Vérifiez que c’est le bon copybook, et qu’aucune de ses lignes n’est coupée.",
        ),
        Code::CopybookNotOpened => told_as(
            "le copybook {file} {problem}",
            "La correspondance prend ses champs dans un copybook, et il n’a pas pu être lu.",
            "S’il est introuvable, écrivez son chemin tel qu’il se voit du dossier de la correspondance ; `tumpline copybook FICHIER` montre ce qu’il contient, et ses fautes.",
        ),
        Code::CopybookRecord => told_as(
            "le copybook a plusieurs enregistrements, ou aucun ; dites lequel : {records}",
            "Un copybook peut décrire plusieurs enregistrements (entrées de niveau 01).",
            "Écrivez `record:` avec le nom de celui que ces enregistrements ont.",
        ),
        Code::RedefinitionOpen => told_as(
            "les octets de {item} sont décrits plusieurs fois ; dites quelle description vaut : {items}",
            "Le copybook décrit les mêmes octets de plusieurs façons (REDEFINES). Laquelle vaut, seul qui connaît les enregistrements peut le dire.",
            "Écrivez `redefinition:` avec le nom de l’élément ; si les enregistrements diffèrent, faites un genre pour chacun, avec `when:`.",
        ),
        Code::RedefinesNothing => told_as(
            "{name} ne décrit pas d’octets qu’un autre élément décrit aussi",
            "Seuls se choisissent les éléments qui en redéfinissent d’autres, ou qui sont redéfinis ; tous les autres se lisent de toute façon.",
            "Retirez ce nom de `redefinition:`.",
        ),
        Code::CobolLengths => told_as(
            "les enregistrements des genres ont des longueurs différentes ({lengths}), et rien ne dit ce qui termine un enregistrement",
            "Sans `end:`, tous les enregistrements ont la longueur de celui du copybook.",
            "Écrivez `records: end: {length: N}` si tous les enregistrements du fichier ont la même longueur, ou `{rdw: big}` si chacun commence par la sienne.",
        ),
        Code::RecordBeyondEnd => told_as(
            "l’enregistrement du copybook a {wanted} octets, et les enregistrements en ont {length}",
            "Ses derniers champs se trouveraient après la fin de chaque enregistrement.",
            "Vérifiez que c’est le bon copybook ; `tumpline look FICHIER` montre quelles longueurs divisent le fichier.",
        ),
        Code::ItemOfTable => told_as(
            "{item} se trouve dans la table `{table}`",
            "Un élément avec OCCURS, ou placé sous un tel élément, existe plusieurs fois dans un enregistrement ; c’est un champ des lignes de cette table.",
            "Redites-le sous la table : `- {name: …, fields: […]}`, avec le nom de la table, et entre les crochets ce que vous avez écrit ici.",
        ),
        Code::TableOfTable => told_as(
            "`{table}` se trouve dans la table `{around}`, et est une table à part",
            "Chaque table d’un copybook a ses propres lignes, même à l’intérieur d’une autre ; on la nomme donc à côté de celle-ci, et non dedans.",
            "Sortez-la d’une liste, à côté de la table extérieure : `- {name: …, fields: […]}`, avec ce que vous avez écrit ici.",
        ),
        Code::NoConditions => told_as(
            "les valeurs de `{field}` n’ont pas de noms : {why}",
            "Seuls les éléments suivis de niveaux 88 ont des noms pour leurs valeurs.",
            "`tumpline copybook FICHIER` montre les éléments et leurs niveaux 88 ; retirez la clé, ou nommez un autre champ.",
        ),
        Code::BlockTooSmall => told_as(
            "{records:enregistrement|enregistrements} de {length:octet|octets} ne {records?tient|tiennent} pas dans un bloc de {block:octet|octets}[, car il en faut {needed}]",
            "Les blocs d’une même longueur contiennent des enregistrements entiers, et ici ils sont plus courts que ceux qu’ils devraient contenir.",
            "Corrigez ce qui est faux : `block_length:` vaut au moins `records_per_block:` fois `length:`.",
        ),
        Code::ListHere => told_as(
            "`{name}` désigne une liste de `{from}`, et il faut une valeur seule",
            "Une liste a plusieurs valeurs dans une ligne : aucune règle, clé, expression et aucun ordre ne peut la prendre pour une seule.",
            "Faites de ce qu’a la liste une table à part, avec `from:` et le même nom, et dites-le là ; la liste peut rester à côté.",
        ),
        Code::OnlyLists => told_as(
            "`{table}` n’aurait que des listes",
            "Des lignes sans valeur seule ne peuvent être ni distinguées, ni retrouvées, ni comptées.",
            "Ajoutez une colonne qui a une valeur, par exemple la clé de l’enregistrement.",
        ),
        Code::CommaOpen => told_as(
            "selon les règles du COBOL, la virgule de `{picture}` (`{item}`) ne fait que séparer des chiffres : {text} se lit {plain} ; si le programme dit DECIMAL-POINT IS COMMA, c’est {point} : dites `decimal_comma: true`",
            "La PICTURE est permise avec la virgule comme marque décimale et sans elle. La clause qui décide est dans le programme qui a écrit le fichier, rarement dans le copybook.",
            "Comparez quelques nombres avec l’ancien système. Puis dites dans `copybook:` de la correspondance ce qui est juste, `decimal_comma: true` ou `false` ; à `infer` et à `copybook`, `--decimal-comma` le dit.",
        ),
        Code::AmbiguousItem => told_as(
            "plusieurs données s’appellent `{name}` ici : {items}",
            "Un nom de la correspondance désigne une seule donnée du copybook. Laquelle est voulue ne peut se savoir.",
            "Écrivez le nom avec celui d’un groupe qui la contient, comme en COBOL : `NOM OF GROUPE`.",
        ),
        Code::ListsClash => told_as(
            "`{other}` fait une ligne de chaque `{kind}` avec ses enfants, et `{table}` a ces enregistrements dans une liste",
            "Les enregistrements sont tenus ensemble en un groupe pour chaque ligne qui a des enfants : pour la ligne extérieure ou pour l’intérieure.",
            "Dans la table intérieure, retirez `with:` et les listes d’enfants ; ou retirez la liste de la table extérieure.",
        ),
        Code::NumberOfTwo => told_as(
            "`{name}` est {meant} ; celui-ci est `{other}`",
            "Dans les lignes d’un groupe répété, `number` compte les répétitions, et ici un champ s’appelle aussi ainsi. Précédé du nom du groupe, c’est toujours le numéro de la répétition ; seul, c’est le champ.",
            "Si c’est ce que vous voulez, ayez aussi une colonne de l’autre, ou donnez au champ un autre nom : pour un élément d’un copybook, `{name: line_no, item: NUMBER}` parmi les `fields:`. Sinon, écrivez l’autre nom.",
        ),
        Code::BlanksAreNumbers => told_as(
            "des blancs sont des nombres dans {fields}, quoi que dise `on_blank:` ici",
            "Quand un nombre a peu d’octets, des blancs peuvent en être un que son image contient : `X'2020'` est 8 224. Ce que `defaults:` dit des blancs ne vise aucun champ en particulier, et n’enlève aucun de ces nombres.",
            "Dites-le du champ : avec `on_blank: empty` ou `zero`, ses blancs ne sont jamais un nombre ; avec `on_blank: number`, ils en sont un.",
        ),

        Code::Placeholder => told_as(
            "`{name}` a une place à remplir, `{placeholder}`, ce que fait COPY … REPLACING ; ici le nom est `{field}`",
            "Les programmes copient un tel texte et y mettent un mot à eux, une ou plusieurs fois. Sans lui, les noms sont plus courts, et des places à remplir dans des images ou dans OCCURS ne se lisent pas.",
            "Si c’est ce que vous voulez, continuez. Sinon, écrivez un petit copybook qui le copie, comme le font les programmes (`COPY BOOK REPLACING ==:TAG:== BY ==MOT==.`), et nommez celui-là.",
        ),
        Code::IdlePhrase => told_as(
            "rien dans le texte ne correspond à `{phrase}`, de REPLACING ou de REPLACE (`{file}`, ligne {line})",
            "Un remplacement auquel rien ne correspond ne change rien. Les mots se comparent entiers : `==AMT==` n’est pas dans `AMT-1`, mais `==5==` est dans `X(5)` ; un texte entre deux-points ou entre parenthèses (`==:TAG:==`), LEADING et TRAILING atteignent des parties de noms.",
            "Si le copybook n’a pas ce texte dans cette version, retirez le remplacement. Sinon, corrigez-le : la disposition lue ici est celle d’avant.",
        ),
        Code::BookWithoutLines => told_as(
            "`{file}` est en EBCDIC, et nul ne sait où finissent ses lignes : {bytes:octet ne fait|octets ne font} pas des enregistrements entiers de 80, et il n’y a aucune fin de ligne",
            "Sur un ordinateur central, les copybooks sont des enregistrements de 80 octets sans fins de ligne. Un texte d’une autre longueur doit en avoir.",
            "Obtenez à nouveau le copybook en texte, traduit en ASCII ; ou en binaire, d’une bibliothèque aux enregistrements de 80 octets.",
        ),
        Code::PackedTranslated => told_as(
            "des champs compactés semblent traduits d’EBCDIC en ASCII : {fields} ; {share} % de leurs valeurs se décodent, et {other} % si la traduction est annulée",
            "Un transfert en mode texte traduit chaque octet d’un fichier. Les nombres compactés ou binaires (COMP-3, COMP) ne sont pas des caractères : leurs chiffres et leurs signes changent, et plusieurs octets ont pu devenir le même.",
            "Obtenez à nouveau le fichier, transféré en binaire, sans traduction, et refaites l’ébauche. Ce qui se décode tel quel est un autre nombre, par hasard ; d’autres signes n’en laisseraient entrer que d’autres.",
        ),
        Code::LengthCovers => told_as(
            "`{file}` : la longueur de l’enregistrement {record}, à l’octet {offset}, est de {bytes:octet|octets} et s’étend sur {records:enregistrement entier|enregistrements entiers} derrière lui[ ; {all} enregistrements en ont de telles][ ; les {looked} premiers Mio ont été examinés]",
            "La longueur est abîmée, ou a été écrite pour plusieurs enregistrements à la fois. Lus ainsi, ceux qui suivent le premier seraient perdus, et une exécution de l’ébauche refuse l’enregistrement (TL0138).",
            "Redemandez le fichier. Si ces enregistrements n’en font qu’un à dessein, il manque une partie à la description COBOL : ajoutez ce qui s’y trouve, et ébauchez de nouveau.",
        ),
        Code::StartBreaks => told_as(
            "`{file}` est abîmé à son début[, après {records:enregistrement|enregistrements}][ : la longueur à l’octet {offset} ne mène à aucun enregistrement][ : la longueur du bloc à l’octet {block} est fausse][ (`X'{bytes}'`)] ; à partir de l’octet {again}, d’autres mènent d’un enregistrement au suivant",
            "Chaque enregistrement de ce fichier dit sa longueur, et celle-ci est fausse, ou des octets qui la précédaient ont été perdus. Tout ce qui suit se lit comme le dit l’ébauche : ni le copybook ni l’ébauche ne sont en cause.",
            "Regardez le fichier à cet endroit, et obtenez-le à nouveau : une exécution de l’ébauche le refuse à partir de là.",
        ),
        Code::NothingNamed => told_as(
            "aucun élément de `{file}` n’a de nom à lire : tout est FILLER",
            "FILLER est de la place sans nom, et ne devient pas une colonne.",
            "Donnez des noms, dans une copie du copybook, aux éléments qui doivent devenir des colonnes ; `PIC X(N)` prend N octets quelconques comme texte. Ou cherchez un autre copybook du même enregistrement : les programmes redéfinissent souvent une telle zone.",
        ),
        Code::LineEndsInNumbers => told_as(
            "des fins de ligne terminent les enregistrements, et les octets de {fields} peuvent en être une : {bytes}",
            "Les nombres condensés, binaires et flottants contiennent n’importe quel octet. Un octet qui ressemble à une fin de ligne coupe son enregistrement en deux, et le reste se trouve ailleurs qu’il ne devrait.",
            "Les fichiers qui ont de tels nombres ont presque toujours des enregistrements d’une seule longueur, ou une longueur devant chacun : retirez `end: newline`, ou écrivez `end: {length: N}` ou `end: {rdw: big}`. `tumpline infer FICHIER --copybook COPYBOOK` les essaie tous. Si ce sont bien des lignes, laissez `short:` à `reject`, pour qu’un enregistrement coupé soit refusé.",
        ),

        Code::UnknownRecord => told_as(
            "un enregistrement d’aucun genre déclaré",
            "Aucune condition des genres ne convient à cet enregistrement.",
            "Regardez l’enregistrement parmi les rejets ; ajoutez un genre, avec `skip: raison` s’il n’est pas voulu.",
        ),
        Code::Orphan => told_of(
            "`{kind}` sans `{parent}` auparavant",
            "un enfant[ (`{kind}`)] sans son parent[ `{parent}`] auparavant",
            "Un enregistrement enfant n’a pas de parent : celui-ci manque, a été fermé, ou vient plus tard.",
            "Regardez dans la source les enregistrements qui le précèdent ; la condition du parent est peut-être trop étroite.",
        ),
        Code::ParentDisagrees => told_of(
            "`{field}` n’est pas celui du parent, enregistrement {parent_record}",
            "une clé qui n’est pas celle du parent[ : `{field}`]",
            "La clé de l’enfant diffère de celle de son parent ; les champs du parent ne doivent pas lui être prêtés.",
            "Cherchez le bon parent dans la source : il manque, ou n’est pas à sa place.",
        ),
        Code::ParentRefused => told_of(
            "le parent a été refusé : enregistrement {parent_record}, octet {parent_offset}",
            "le parent a été refusé",
            "L’enfant d’un enregistrement refusé est refusé avec lui.",
            "Cherchez le constat du parent lui-même et corrigez celui-là : les enfants suivront.",
        ),
        Code::WithRefused => told_of(
            "un enregistrement de la même ligne a été refusé : enregistrement {child_record}, octet {child_offset}",
            "un enregistrement de la même ligne a été refusé",
            "Une ligne faite de plusieurs enregistrements est refusée si l’un d’eux l’est.",
            "Cherchez le constat de l’autre enregistrement et corrigez celui-là : la ligne suivra.",
        ),
        Code::WithCount => told_of(
            "{found:enregistrement|enregistrements} du genre `{kind}`, et non {wanted}",
            "un autre nombre d’enregistrements[ du genre `{kind}`] que ne le dit `with:`[ : {wanted}]",
            "Le parent a moins ou plus d’enfants que `with:` ne le dit.",
            "Regardez le groupe dans la source ; s’il est juste, corrigez `with:`, ou donnez aux enfants leur propre table.",
        ),
        Code::GroupTooLarge => told_of(
            "un parent et ses enfants dépassent {group_max:bytes}, ou {records:enregistrement|enregistrements}",
            "un parent et ses enfants sont trop grands[ : plus de {group_max:bytes} ou de {records:enregistrement|enregistrements}]",
            "Les enregistrements qui font une ligne sont tenus ensemble en mémoire, jusqu’à `group_max`, qui borne aussi leur nombre.",
            "Cherchez un parent qui manquerait ; augmentez `group_max` si le groupe est vraiment aussi grand.",
        ),
        Code::ShortRecord => told_of(
            "l’enregistrement a {length:octet|octets} là où il en faut {wanted}",
            "l’enregistrement est trop court[ : il faut {wanted:octet|octets}]",
            "Une ligne, ou un enregistrement qui dit sa longueur, se termine avant le dernier champ de son genre.",
            "Si l’ancien système coupe les blancs à la fin des enregistrements, déclarez `short: pad` ; sinon l’enregistrement est abîmé.",
        ),
        Code::LongRecord => told_of(
            "l’enregistrement a {length:octet|octets} là où {max_length} sont permis",
            "l’enregistrement est trop long[ : {max_length:octet est permis|octets sont permis}]",
            "Un enregistrement dépasse `max_length` ; pour des lignes, le plus souvent, une fin de ligne manque.",
            "Regardez l’enregistrement ; augmentez `max_length`, ou, pour des lignes, déclarez `long: cut` si la suite n’est pas voulue.",
        ),
        Code::CounterOutOfRange => told_of(
            "le compteur {counter} n’est pas un nombre de {least} à {most}",
            "le compteur d’un groupe n’est pas un nombre dans ses bornes[ : {counter}, de {least} à {most}]",
            "L’enregistrement dit lui-même combien de fois un groupe s’y trouve (OCCURS DEPENDING ON), et ce qu’il dit est impossible.",
            "Regardez les octets avec `tumpline explain` ; vérifiez le copybook, et si l’enregistrement commence où il doit.",
        ),
        Code::TabInRecord => told_of(
            "une tabulation à la position {position}",
            "une tabulation dans une ligne à largeur fixe[, à la position {position}]",
            "Une tabulation dans une ligne à largeur fixe décale tout ce qui suit, et rien ne dit de combien.",
            "Déclarez les taquets de tabulation, par exemple `tabs: 8`, ou exportez de nouveau sans tabulations.",
        ),
        Code::KindUntold => told_of(
            "on ne peut dire si l’enregistrement est du genre `{kind}`",
            "on ne peut dire si des enregistrements sont d’un genre[ : `{kind}`]",
            "La condition du genre demande une valeur qui ne peut être lue ou calculée dans cet enregistrement ; un autre genre serait une supposition.",
            "Voyez l’autre constat de l’enregistrement. Gardez la valeur (`code = 'D' AND amount < 0`), ou lisez la place comme un texte avec `TRY_CAST`.",
        ),
        Code::FillerNotBlank => told_of(
            "il y a quelque chose [aux octets {bytes}][aux caractères {characters}][dans les cellules {cells}][dans la colonne `{header}`], là où la correspondance déclare des blancs",
            "il y a quelque chose là où la correspondance déclare des blancs[ : octets {bytes}][ : caractères {characters}][ : cellules {cells}][ : colonne `{header}`]",
            "La correspondance dit `filler: blank`, et une place qu’aucun champ ne lit contient autre chose que des blancs et des NUL.",
            "Voyez l’enregistrement : un champ manque peut-être à la correspondance, ou l’enregistrement est décalé. Si ce n’est pas voulu, dites pourquoi : `ignore:`.",
        ),
        Code::RaggedRecord => told_of(
            "{cells:cellule|cellules} là où il en faut {wanted}",
            "moins ou plus de cellules qu’il n’en faut[ : {wanted:cellule|cellules}]",
            "Une ligne a moins ou plus de cellules que l’en-tête ou son genre ne le dit.",
            "Souvent un délimiteur figure dans un texte sans guillemets ; corrigez l’exportation, ou déclarez `ragged: pad` ou `truncate`.",
        ),
        Code::RepeatedHeader => told_as(
            "l’en-tête figure au milieu des données",
            "Des fichiers ont été joints, et l’en-tête d’un fichier suivant est venu avec.",
            "Déclarez `repeated_header: skip` si des données suivent, `end` sinon.",
        ),
        Code::StrayQuote => told_of(
            "un guillemet mal placé dans la cellule {cell}",
            "un guillemet mal placé[ dans la cellule {cell}]",
            "Un guillemet figure dans une cellule qui n’en est pas entourée, ou du texte suit un guillemet fermant.",
            "Corrigez l’exportation, déclarez `quote: none`, ou lisez comme une personne le ferait avec `lenient: true`.",
        ),
        Code::UnclosedQuote => told_of(
            "le guillemet ouvert dans la cellule {cell} n’est jamais fermé",
            "un guillemet qui n’est jamais fermé[, dans la cellule {cell}]",
            "À partir de cet enregistrement, la source ne peut plus être découpée : tout ce qui suit est entre guillemets.",
            "Corrigez l’enregistrement dans la source, ou lisez comme une personne le ferait avec `lenient: true`.",
        ),
        Code::PartialRecord => told_of(
            "le dernier enregistrement a {length:octet|octets} sur {wanted}[ ; {why}][ ; ce sont des `{padding}`, dont on remplit les fichiers : si ce n’est pas un enregistrement, sautez-les, avec les enregistrements entiers qui en sont faits avant eux : `file_trailer: {length}`, ou plus]",
            "le dernier enregistrement est coupé[ : il faut {wanted:octet|octets}][ ; {why}][ ; ce sont des `{padding}`, dont on remplit les fichiers : si ce n’est pas un enregistrement, sautez-les, avec les enregistrements entiers qui en sont faits avant eux : `file_trailer: N`, ou plus]",
            "Une source d’enregistrements de même longueur se termine au milieu de l’un d’eux.",
            "Le fichier a été coupé, ou la longueur est autre : reprenez le fichier, ou corrigez `end: {length: …}`.",
        ),
        Code::QuoteRepaired => told_of(
            "un guillemet égaré dans la cellule {cell} a été lu comme du texte",
            "un guillemet égaré a été lu comme du texte[ dans la cellule {cell}]",
            "Lecture tolérante : un guillemet ne ferme une cellule qu’avant un délimiteur ou la fin de l’enregistrement.",
            "Comparez quelques-uns de ces enregistrements avec l’ancien système ; rien d’autre n’est à faire.",
        ),
        Code::CellsDropped => told_of(
            "{cells:cellule vide|cellules vides} à la fin, {cells?omise|omises}",
            "des cellules vides à la fin ont été omises[ : {cells} chaque fois]",
            "Lecture tolérante : la ligne a plus de cellules que l’en-tête, et celles de la fin sont vides.",
            "Rien n’est perdu ; corrigez l’exportation s’il ne devait pas en être ainsi.",
        ),
        Code::DelimiterRepaired => told_of(
            "la ligne a été lue avec le délimiteur `{delimiter}`",
            "la ligne a été lue avec un autre délimiteur[ : `{delimiter}`]",
            "Lecture tolérante : la ligne n’a qu’une cellule avec le délimiteur déclaré, et le bon nombre avec celui-ci.",
            "Comparez quelques-uns de ces enregistrements avec l’ancien système ; rien d’autre n’est à faire.",
        ),
        Code::EndWithoutStart => told_of(
            "`{kind}` sans `{parent}` ouvert",
            "la fin[ (`{kind}`)] d’un parent[ `{parent}`] qui n’est pas ouvert",
            "Un enregistrement qui ferme son parent est venu alors qu’aucun parent n’était ouvert.",
            "Regardez dans la source les enregistrements qui le précèdent : la tête manque, ou a été refusée.",
        ),
        Code::RecordCut => told_of(
            "la ligne de {length:octet|octets} a été coupée à {max_length}",
            "la ligne a été coupée[ à {max_length:octet|octets}]",
            "La correspondance déclare `long: cut` ; ce qui dépasse `max_length` n’a pas été lu.",
            "Comparez quelques-uns de ces enregistrements avec l’ancien système ; rien d’autre n’est à faire.",
        ),

        Code::DataEnded => told_of(
            "les données s’arrêtent ici, comme déclaré : {bytes:octet|octets} de côté",
            "les données s’arrêtent à un en-tête répété[ : {bytes:octet|octets} de côté]",
            "La correspondance déclare `repeated_header: end` ; l’en-tête et tout ce qui le suit dans le fichier n’est pas lu.",
            "Regardez ce qui suit l’en-tête dans le fichier ; si ce sont des lignes, déclarez `repeated_header: skip`.",
        ),
        Code::LostLength => told_of(
            "rien ne peut être lu à partir de l’octet {offset}[ (`X'{bytes}'`)] : {why}[ ; avec `{hint}`, les {records} premiers enregistrements se suivent][ ; ces octets sont `{padding}`, dont on remplit les fichiers : s’il en est ainsi jusqu’à la fin, sautez-les : `file_trailer: N`, pour N octets]",
            "un endroit à partir duquel rien ne peut être lu[, l’octet {offset}][ ; avec `{hint}`, les {records} premiers enregistrements se suivent][ ; ces octets sont `{padding}`, dont on remplit les fichiers : s’il en est ainsi jusqu’à la fin, sautez-les : `file_trailer: N`, pour N octets]",
            "Chaque enregistrement ou bloc de cette source dit sa longueur ; ce qui se trouve ici ne peut en être une, et rien de ce qui suit ne peut être trouvé.",
            "Si le fichier se lit bien jusqu’ici, il est abîmé, ou fait de plusieurs : obtenez-le à nouveau. Sinon, corrigez `end:` ; `tumpline look FICHIER` montre quelles longueurs traversent un fichier.",
        ),
        Code::BelowMinLength => told_of(
            "l’enregistrement a {length:octet|octets} là où le minimum est {min_length}",
            "l’enregistrement est trop court[ : le minimum est {min_length:octet|octets}]",
            "Un enregistrement dit être plus court que `min_length`.",
            "Regardez l’enregistrement ; baissez `min_length` si de tels enregistrements sont justes.",
        ),
        Code::RecordOfFill => told_of(
            "l’enregistrement est partout `{byte}`, comme ce qui remplit un bloc ou un fichier : si ce n’en est pas un, dites `{key}`",
            "un enregistrement qui est partout le même octet[, `{byte}`], comme ce qui remplit un bloc ou un fichier[ : si ce n’en est pas un, dites `{key}`]",
            "Rien ne distingue un tel enregistrement de ce dont un système remplit le dernier bloc ou la fin d’un fichier ; si ses valeurs peuvent être vides, il en sortirait des lignes.",
            "Comparez le nombre d’enregistrements avec l’ancien système. Si des blocs sont remplis, dites de quoi : `block_fill: low_values`, `blanks` ou `high_values` ; si c’est le fichier, combien d’octets : `file_trailer: N`.",
        ),
        Code::CoversOthers => told_of(
            "sa longueur de {bytes:octet|octets} va au-delà de sa description : à partir de la position {from}, {records:enregistrement entier suit|enregistrements entiers suivent}, chacun avec sa longueur",
            "une longueur qui s’étend sur d’autres enregistrements entiers[ : {records}]",
            "La longueur qui précède l’enregistrement est abîmée, ou a été écrite pour plusieurs à la fois. Lus ainsi, ceux qui suivent le premier seraient perdus.",
            "Redemandez le fichier. Si ces enregistrements n’en font qu’un à dessein, il manque une partie à la description COBOL : ajoutez ce qui s’y trouve.",
        ),
        Code::KindEndsEarly => told_of(
            "{short} sur {of:enregistrement|enregistrements} du genre `{kind}` finissent trop tôt : la plupart ont {length:caractère|caractères}[, de sorte que le champ `{field}` n’y est pas en entier], et le dernier champ du genre finit à {wanted}",
            "des enregistrements d’un genre qui finissent avant son dernier champ[ : {kind}]",
            "La plupart des enregistrements de ce genre sont plus courts que ses champs, et un enregistrement trop court est refusé.",
            "D’anciens programmes omettent les blancs en fin de ligne : écrivez alors `records: {short: pad}`. Sinon, corrigez `at:` des derniers champs du genre, ou son `when:`, qui prend peut-être des enregistrements d’un autre genre.",
        ),
        Code::CompressedDamaged => told_of(
            "le fichier compressé `{file}` {what} : les {stored:octet lu|octets lus} en ont donné {read:octet|octets}[ ({problem})]",
            "un fichier compressé qui ne se lit pas jusqu’à sa fin[ : il {what}]",
            "Le fichier n’a pas pu être décompressé jusqu’à sa fin. S’il se termine trop tôt, il a été coupé en chemin, ou copié avant d’être écrit en entier.",
            "Un transfert a peut-être été interrompu : comparez sa taille à celle de l’original, et reprenez le fichier à sa source.",
        ),
        Code::LastRecordCut => told_of(
            "`{file}` se termine au milieu d’un enregistrement : {rest:octet suit|octets suivent} {records:enregistrement|enregistrements} de {length:octet|octets}",
            "un fichier qui se termine au milieu d’un enregistrement[ de {length:octet|octets}]",
            "Tous les enregistrements ont la même longueur, et la taille du fichier n’en est pas un multiple ; le reste n’est pas du remplissage. Une exécution refuse ce reste comme un enregistrement trop court.",
            "Si le fichier a été coupé, reprenez-le à sa source. Si les enregistrements ont une autre longueur, corrigez `length:` ; si autre chose se trouve à sa fin, déclarez `file_trailer:`.",
        ),
        Code::EdgesMissing => told_of(
            "le fichier a {bytes:octet|octets} là où son début et sa fin déclarés en ont déjà {wanted}",
            "le fichier est trop court pour son début et sa fin déclarés[ : il faut {wanted:octet|octets}]",
            "La correspondance déclare `file_header:` ou `file_trailer:`, et le fichier n’a même pas ces octets.",
            "Obtenez le fichier à nouveau, ou corrigez les deux.",
        ),
        Code::FloatsOdd => told_of(
            "la plupart des nombres à virgule flottante (COMP-1, COMP-2) sont comme personne ne les écrit : lus en `{declared}`, ils ont beaucoup de chiffres, ou une taille étrange ; avec `floats: {with}` sous `copybook:`, ils sont simples",
            "la plupart des nombres à virgule flottante (COMP-1, COMP-2) sont comme personne ne les écrit[, lus en `{declared}`][ ; avec `floats: {with}` sous `copybook:`, ils sont simples]",
            "Tous les octets se décodent comme nombres à virgule flottante de n’importe quel format : rien n’est refusé quand ils sont faits autrement.",
            "Comparez quelques montants avec l’ancien système. S’ils sont faux, corrigez `floats:` ; s’ils sont justes, il n’y a rien à faire.",
        ),
        Code::ReadsOtherwise => told_of(
            "{share} % des valeurs se décodent ; avec `{with}`, {other} % le feraient ({records:enregistrement essayé|enregistrements essayés})",
            "comme déclaré, les valeurs ne se décodent guère[ ; avec `{with}`, {other} % le feraient]",
            "Beaucoup d’enregistrements ont été refusés ou n’ont pu être séparés, et le fichier se lit bien mieux autrement : autre encodage, autres fins d’enregistrement, autre dialecte, ou des octets avant le premier enregistrement.",
            "Corrigez ces clés de la source et relancez ; `tumpline infer FICHIER --copybook COPYBOOK` montre toutes les manières essayées.",
        ),
        Code::Blank => told_as(
            "rien dans un champ qui doit avoir une valeur",
            "Le champ est en blanc, et la correspondance ne dit pas qu’il peut l’être.",
            "Si un blanc veut dire qu’il n’y a pas de valeur, déclarez `on_blank: empty` ; s’il veut dire zéro, `on_blank: zero`.",
        ),
        Code::InvalidByte => told_of(
            "l’octet[ {byte}] à la position {position} n’existe pas dans le codage",
            "un octet qui n’existe pas dans le codage[ : {byte}]",
            "Le codage déclaré n’a pas de caractère pour ces octets ; le texte serait abîmé.",
            "Si les noms accentués sont mal écrits, corrigez `encoding:` (essayez cp850, cp1252 ou utf-8) ; si peu d’enregistrements sont touchés, corrigez-les à la source.",
        ),
        Code::NotANumber => told_of(
            "ce n’est pas un nombre, à la position {position}",
            "ce n’est pas un nombre[, à la position {position}]",
            "À cet endroit se trouve un caractère qu’aucun nombre de ce type ne contient.",
            "Vérifiez la position du champ, puis `decimal`, `thousands`, `currency` et `sign` ; un texte qui veut dire « aucun nombre » va dans `null_if`.",
        ),
        Code::NumberTooLarge => told_of(
            "un nombre trop grand pour {type}",
            "un nombre trop grand[ pour {type}]",
            "Le nombre est juste, mais son type ne peut pas le contenir.",
            "Donnez au champ un type plus grand, comme int64 ou un decimal de plus de chiffres.",
        ),
        Code::TooManyDecimals => told_of(
            "{decimals:décimale|décimales} là où le type en a {scale}",
            "plus de décimales que le type n’en a[ : {scale}]",
            "Le nombre a plus de décimales que son type ; rien n’est arrondi sans que la correspondance dise comment.",
            "Donnez plus de décimales au type, ou déclarez `round: half_up`, `half_even` ou `truncate`.",
        ),
        Code::BadSign => told_of(
            "un signe autre que déclaré, à la position {position}",
            "un signe autre que déclaré[, à la position {position}]",
            "Un signe se trouve là où aucun n’est déclaré, manque là où il en faut un, ou est écrit autrement.",
            "Déclarez l’écriture avec `sign:`, par exemple `overpunch`, `trailing`, `minus_after`, `cr_db` ou `parentheses`.",
        ),
        Code::BadGrouping => told_of(
            "un séparateur de milliers mal placé, à la position {position}",
            "un séparateur de milliers mal placé[, à la position {position}]",
            "Les séparateurs de milliers ne se placent que tous les trois chiffres ; ailleurs, ce peut être la virgule décimale.",
            "Vérifiez `decimal` et `thousands` ; regardez la valeur dans la source.",
        ),
        Code::NotByPicture => told_of(
            "écrit autrement que ne le dit le modèle, à la position {position}",
            "écrit autrement que ne le dit le modèle[, à la position {position}]",
            "Le texte ne suit pas le modèle de date ou d’heure du champ.",
            "Corrigez `picture:` ; si le texte veut dire « sans date », comme 00000000, déclarez `null_if: [00000000]` pour le champ.",
        ),
        Code::ImpossibleDate => told_as(
            "date impossible",
            "Le texte suit le modèle, mais aucun calendrier n’a ce jour.",
            "Si le texte veut dire « sans date », comme 00000000, déclarez `null_if: [00000000]` pour le champ ; sinon, corrigez dans l’ancien système.",
        ),
        Code::ImpossibleTime => told_as(
            "heure impossible",
            "Le texte suit le modèle, mais aucune horloge ne montre cette heure.",
            "Si le texte veut dire « sans heure », comme 999999, déclarez `null_if: [999999]` pour le champ ; sinon, corrigez dans l’ancien système.",
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
        Code::NotAFloat => told_of(
            "ce n’est pas un nombre à virgule flottante, à la position {position}",
            "ce n’est pas un nombre à virgule flottante[, à la position {position}]",
            "Le texte ne se lit pas comme un nombre tel que 1.5 ou 1.5E-3.",
            "Vérifiez la position du champ, et `decimal:` si une virgule tient lieu de point.",
        ),
        Code::HoldsBlanks => told_as(
            "des blancs là où un nombre condensé ou binaire, ou un texte d’un autre encodage, est déclaré",
            "Le programme a rempli la zone des blancs du texte qui l’entoure ; lus comme déclaré, ils en feraient un grand nombre, ou des caractères, que personne n’a écrits.",
            "Si les blancs veulent dire qu’il n’y a pas de valeur, déclarez `on_blank: empty` ; s’ils veulent dire zéro, `on_blank: zero` ; s’ils sont les chiffres d’un COMP-6 ou d’un nombre binaire, `on_blank: number`. Si presque tous les enregistrements en ont, le champ est ailleurs.",
        ),
        Code::LowValues => told_as(
            "LOW-VALUES : chaque octet est `X'00'`",
            "Le programme n’a jamais donné de valeur à la zone, ou l’a remplie de LOW-VALUES.",
            "Si cela veut dire qu’il n’y a pas de valeur, déclarez `on_low_values: empty` ; si cela veut dire zéro, `on_low_values: zero`.",
        ),
        Code::HighValues => told_as(
            "HIGH-VALUES : chaque octet est `X'FF'`",
            "Le programme a rempli la zone de HIGH-VALUES, souvent pour marquer une fin.",
            "Si cela veut dire qu’il n’y a pas de valeur, déclarez `on_high_values: empty` ; si l’enregistrement marque une fin, distinguez-le par `when:` ou `set_aside:`.",
        ),
        Code::BlankInNumber => told_of(
            "un blanc parmi les chiffres, à la position {position}",
            "un blanc parmi les chiffres[, à la position {position}]",
            "Un nombre étendu (DISPLAY) a un chiffre dans chacun de ses octets ; sans le blanc, ce serait un autre nombre.",
            "Vérifiez la position du champ ; si l’ancien programme écrivait des blancs au lieu de zéros devant le nombre, dites `on_bad: empty` de l’élément, et lisez ses positions comme un champ à part : `{name: …, at: 3-7, type: int32}`.",
        ),
        Code::NotZoned => told_of(
            "ce n’est pas un chiffre, à la position {position}",
            "ce n’est pas un chiffre[, à la position {position}]",
            "L’octet à cet endroit n’est pas un chiffre d’un nombre étendu dans cet alphabet.",
            "Vérifiez la position du champ, et si le fichier est en EBCDIC ou a été traduit en ASCII ; les champs binaires et condensés (COMP, COMP-3) ne survivent pas à une traduction.",
        ),
        Code::BadZonedSign => told_of(
            "un signe qui n’est pas comme déclaré, à la position {position}",
            "un signe qui n’est pas comme déclaré[, à la position {position}]",
            "L’octet du signe n’a ni signe ni chiffre comme le veulent la clause PICTURE, `SIGN` et `signs:`.",
            "Vérifiez `SIGN LEADING`, `TRAILING` et `SEPARATE` dans le copybook ; si l’ancienne machine acceptait d’autres signes, déclarez `signs: any`.",
        ),
        Code::NotPacked => told_of(
            "ce n’est pas un chiffre condensé, au demi-octet {half}",
            "ce n’est pas un chiffre condensé[, au demi-octet {half}]",
            "Chaque demi-octet d’un nombre condensé est un chiffre de 0 à 9, sauf le dernier, qui est le signe.",
            "Vérifiez la position et la longueur du champ, et que le fichier a été transféré en binaire, sans traduction.",
        ),
        Code::BadPackedSign => told_of(
            "un nombre condensé dont le signe n’est pas comme déclaré[ : {sign}]",
            "un nombre condensé dont le signe n’est pas comme déclaré[ : {sign}]",
            "Le dernier demi-octet est le signe : C, D ou F ; dans un champ sans signe, C ou F. A, B et E ne comptent que là où on les déclare.",
            "Un chiffre, de 0 à 9, n’y est pas un signe : vérifiez la position et la longueur du champ, et s’il est COMP-6, qui n’en a pas. Si l’ancienne machine prenait aussi A, B et E pour des signes, déclarez `signs: any`.",
        ),
        Code::PackedTooLong => told_as(
            "un nombre condensé avec un chiffre de plus que sa clause PICTURE",
            "Un nombre condensé dont le nombre de chiffres est pair a un zéro dans son premier demi-octet ; ici, il y a autre chose.",
            "Vérifiez la clause PICTURE du copybook, et la position du champ.",
        ),
        Code::MinusUnsigned => told_as(
            "un moins dans un champ sans signe",
            "La clause PICTURE n’a pas de S : le champ ne peut pas être sous zéro ; le signe serait perdu.",
            "Si le champ peut être sous zéro, donnez un S à sa clause PICTURE, dans le copybook ou dans une copie ; sinon, corrigez la valeur dans l’ancien système.",
        ),
        Code::BeyondPicture => told_of(
            "plus que les {digits:chiffre|chiffres} de la clause PICTURE",
            "un nombre avec plus de chiffres que sa clause PICTURE[ : {digits}]",
            "Le nombre binaire est plus grand que ne le dit sa clause PICTURE ; l’ancien programme en aurait coupé les premiers chiffres.",
            "Si le programme a été compilé de sorte que tous les bits comptent (TRUNC(BIN), COMP-5), déclarez-le ; sinon, vérifiez la position du champ et l’ordre de ses octets.",
        ),
        Code::NumberCut => told_of(
            "l’enregistrement finit au milieu du nombre : {bytes} sur {wanted:octet|octets}",
            "l’enregistrement finit au milieu du nombre[ : {bytes} sur {wanted} octets]",
            "Seule une partie des octets du champ est là ; lus ainsi, ils feraient un autre nombre.",
            "Vérifiez la longueur de l’enregistrement et la position du champ.",
        ),
        Code::NotFinite => told_as(
            "ce n’est pas un nombre fini",
            "Les octets sont un infini, ou la marque qu’il n’y a pas de nombre (NaN).",
            "Vérifiez la forme des nombres flottants (hexadécimale d’IBM ou IEEE) et l’ordre de leurs octets ; si cela veut dire qu’il n’y a pas de valeur, déclarez `on_bad: empty`.",
        ),
        Code::FloatTooSmall => told_of(
            "un nombre trop près de zéro pour {type}",
            "un nombre trop près de zéro[ pour {type}]",
            "Le nombre n’est pas zéro, mais son type n’a rien d’aussi petit ; il serait arrondi à zéro ou perdrait des chiffres.",
            "Donnez au champ le type float64 ; s’il l’a déjà, vérifiez la forme des nombres flottants (hexadécimale d’IBM ou IEEE).",
        ),
        Code::Untrimmed => told_of(
            "des blancs autour de la valeur, que `trim: {trim}` y laisse",
            "des blancs autour de la valeur, que `trim` y laisse[ : `trim: {trim}`]",
            "Sans les blancs qui le précèdent ou le suivent, le texte serait une valeur ; `trim:` du champ, ou de `defaults:`, dit qu’ils restent.",
            "S’ils ne veulent rien dire, écrivez `trim: both` pour le champ, ou ôtez `trim:` de `defaults:` ; là où rien n’est dit, ils sont retirés des nombres, des dates et des heures.",
        ),
        Code::OffPicture => told_of(
            "la position {position} ne suit pas la PICTURE `{picture}`, qui y met {allowed}[ `{symbol}`][ ; {other}]",
            "un nombre qui ne suit pas sa PICTURE[ `{picture}`][, à la position {position}][, qui y met {allowed}][ `{symbol}`][ ; {other}]",
            "Un programme qui range un nombre dans cette zone n’écrit qu’un texte par nombre. Celui-ci n’en est pas un, comme lorsque le copybook est décalé d’un octet : ce qui se lirait ici serait un autre nombre.",
            "Vérifiez la position du champ et la version du copybook. Si le programme qui a écrit le fichier a une autre PICTURE, corrigez-la ; si les nombres y sont écrits librement, dites comment au champ (`sign:`, `decimal:`, `thousands:`), et la PICTURE n’est plus consultée.",
        ),

        Code::Required => told_as(
            "pas de valeur dans une colonne obligatoire",
            "La colonne dit `required: true`, et cet enregistrement n’a pas de valeur pour elle.",
            "Complétez dans l’ancien système, donnez un `default` à la colonne, ou retirez `required` si elle peut être vide.",
        ),
        Code::OutOfRange => told_as(
            "une valeur hors de l’intervalle[ : au moins {least}][, au plus {most}]",
            "La valeur est bien écrite, mais hors de ce que `range` permet à la colonne.",
            "Corrigez dans l’ancien système, ou élargissez l’intervalle si la valeur est juste.",
        ),
        Code::BadLength => told_of(
            "un texte de {length:caractère|caractères}[, au moins {least}][, au plus {most}]",
            "un texte trop court ou trop long[ : au moins {least}][, au plus {most}]",
            "Le texte est plus court ou plus long que `length` ne le permet à la colonne.",
            "Corrigez dans l’ancien système, ou élargissez `length` si le texte est juste.",
        ),
        Code::PatternFailed => told_as(
            "un texte que le motif de la colonne n’admet pas",
            "Le texte n’a pas la forme que donne le `pattern` de la colonne.",
            "Corrigez dans l’ancien système, ou le motif si le texte est juste.",
        ),
        Code::NotOneOf => told_as(
            "une valeur qui n’est pas de celles déclarées[ : {values}]",
            "Le `one_of` de la colonne, ou les niveaux 88 du copybook, donnent les valeurs possibles, et celle-ci n’en est pas. Si les niveaux 88 ne nomment que certaines des valeurs que les programmes emploient, `conditions: off` de l’élément, ou de tout le copybook, les laisse hors de compte.",
            "Corrigez dans l’ancien système, ou ajoutez la valeur à celles qui sont déclarées.",
        ),
        Code::RuleBroken => told_as(
            "une ligne qui ne respecte pas la règle",
            "L’expression de la règle est fausse pour cette ligne.",
            "Regardez l’enregistrement ; corrigez dans l’ancien système, ou la règle si elle est trop stricte. Si la règle avertit seulement, la ligne est chargée.",
        ),
        Code::CheckFailed => told_of(
            "ce n’est pas un {check} valide",
            "un numéro que sa vérification refuse[ : {check}]",
            "La longueur, la forme ou la clé de contrôle du numéro est fausse.",
            "Corrigez dans l’ancien système ; déclarez `on_fail: warn` si de tels enregistrements doivent être chargés.",
        ),
        Code::DoesNotFit => told_of(
            "une valeur qui ne tient pas dans {type}",
            "une valeur qui ne tient pas[ dans {type}]",
            "Le type plus étroit de la colonne ne peut pas contenir la valeur du champ.",
            "Donnez à la colonne un type plus large.",
        ),
        Code::NotInCrosswalk => told_of(
            "clé absente de la table de passage `{crosswalk}`",
            "clé absente de la table de passage[ `{crosswalk}`]",
            "La table de passage n’a aucune ligne pour cette clé.",
            "Ajoutez la clé à la table : `tumpline crosswalk` énumère ce qui manque. Ou dites ce qu’il en advient : pour une recherche, `default:`, `unmatched: empty` ou `on_fail: warn` ; pour une répartition, `unmatched: keep`.",
        ),
        Code::NotOnThatDay => told_of(
            "la table de passage `{crosswalk}` a cette clé, mais pas pour ce jour[ ; période la plus proche : dès {from}][ ; jusqu’à {to}]",
            "clé que la table de passage[ `{crosswalk}`] a, mais pas pour ce jour",
            "La table de passage a des lignes pour cette clé, et aucune qui vaille ce jour-là : il y a un trou entre ses périodes, ou le jour précède la première ou suit la dernière.",
            "Comblez le trou : qu’une période commence plus tôt ou finisse plus tard, ou ajoutez-en une. `tumpline crosswalk` énumère les trous.",
        ),

        Code::Overflow => told_as(
            "le résultat de `{operation}` ne tient pas dans {type}[, dans `{part}`]",
            "Les entiers ont 64 bits et les décimaux au plus 38 chiffres ; un résultat plus grand est refusé, jamais coupé.",
            "Regardez les valeurs de l’enregistrement ; si elles sont justes, convertissez un opérande en un décimal plus large.",
        ),
        Code::DivisionByZero => told_as(
            "`{operation}` divise par zéro[, dans `{part}`]",
            "Un quotient par zéro n’a pas de valeur.",
            "Protégez la division : `CASE WHEN b <> 0 THEN a / b END`, ou `a / NULLIF(b, 0)`.",
        ),
        Code::BadCast => told_as(
            "un texte qui n’est pas {type}[, dans `{part}`]",
            "Le texte ne se lit pas comme une valeur de ce type : les espaces autour et les séparateurs de milliers comptent aussi.",
            "Nettoyez-le d’abord (`trim`, `replace`), ou prenez TRY_CAST, qui ne donne pas de valeur si le texte n’en est pas une.",
        ),
        Code::LostDigits => told_as(
            "le résultat de `{operation}` a plus de {scale:décimale|décimales}[, dans `{part}`]",
            "Le résultat exact a des chiffres pour lesquels son type n’a pas de place, et rien n’est arrondi sans demande.",
            "Dites comment arrondir : `round(a / b, 2)`, `round_even`, `trunc`, `floor` ou `ceil`.",
        ),
        Code::NoSuchDate => told_as(
            "`{operation}` donne une date qui n’existe pas[, dans `{part}`]",
            "Aucun calendrier n’a cette date, ou elle est hors des années 1 à 9999.",
            "Regardez les valeurs de l’enregistrement, et protégez l’expression par un CASE.",
        ),
        Code::BadArgument => told_as(
            "`{operation}` ne peut pas se servir de cet argument : {argument}[, dans `{part}`]",
            "Un argument est hors de ce que prend la fonction ; docs/reference/sql.md dit quoi.",
            "Regardez les valeurs de l’enregistrement, et protégez l’expression par un CASE.",
        ),
        Code::NotByFormat => told_as(
            "un texte qui ne suit pas le format {format}[, dans `{part}`]",
            "Le texte a d’autres caractères que le format ne dit, ou la date n’existe pas.",
            "Corrigez le format, ou prenez try_strptime, qui ne donne pas de valeur si le texte n’en est pas une.",
        ),
        Code::TextTooLong => told_as(
            "le résultat de `{operation}` dépasse {most:bytes}[, dans `{part}`]",
            "Un texte qui devient si long est une erreur de l’expression ou de l’enregistrement.",
            "Regardez les arguments de `repeat`, `lpad` et `rpad`.",
        ),
        Code::LostTime => told_as(
            "`{operation}` perdrait l’heure[, dans `{part}`]",
            "Un horodatage ne devient une date sans perte qu’à minuit.",
            "Dites-le : `CAST(date_trunc('day', x) AS date)`.",
        ),

        Code::CrosswalkHeader => told_as(
            "`{file}` n’a pas {header}[ ; vouliez-vous dire {nearest} ?]",
            "Une recherche, ou un contrôle hors des fichiers, nomme des en-têtes que son fichier n’a pas.",
            "Corrigez les en-têtes dans `match`, `take`, `valid` ou `compare` ; majuscules et espaces comptent. S’il y a trop peu d’en-têtes, vérifiez `delimiter`.",
        ),
        Code::CrosswalkHeaderTwice => told_as(
            "l’en-tête `{header}` figure deux fois dans `{file}`",
            "Une recherche, ou un contrôle hors des fichiers, nomme un en-tête que son fichier a deux fois : on ne sait pas lequel est voulu.",
            "Renommez l’un des deux dans le fichier.",
        ),
        Code::CrosswalkLine => told_as(
            "la ligne {line} de `{file}` est illisible : {problem}[ `{header}`][ ({cells} au lieu de {wanted})]",
            "Une ligne du fichier ne se découpe pas en autant de cellules que son en-tête.",
            "Vérifiez `delimiter` et `quote` ; réparez la ligne. Une cellule qui contient le séparateur, comme `1,234.56`, s’écrit entre guillemets.",
        ),
        Code::CrosswalkValue => told_as(
            "ligne {line} de `{file}`, `{header}` : {why}",
            "Une cellule n’est pas une valeur de son type : une clé a le type de la colonne à laquelle elle est comparée, une valeur prise celui de la colonne qui la prend, un chiffre celui de la somme.",
            "Corrigez la cellule ; vérifiez `encoding`, `picture`, `decimal`, `thousands` et `sign`, et les types des colonnes.",
        ),
        Code::CrosswalkNoKey => told_as(
            "la ligne {line} de `{file}` n’a pas de `{header}`",
            "Une ligne d’une table de passage a une clé vide : rien ne pourrait jamais lui correspondre ; ou une ligne d’un rapport n’a pas de chiffre.",
            "Complétez la ligne, ou retirez-la.",
        ),
        Code::CrosswalkTwice => told_as(
            "la clé de la ligne {line}[ ({header})] de `{file}` est déjà à la ligne {first}",
            "Deux lignes d’une table de passage ou d’un rapport ont la même clé : on ne sait pas laquelle est voulue.",
            "Retirez l’une des deux, ou additionnez-les ; si chacune vaut en son temps, ajoutez les dates et déclarez `valid`.",
        ),
        Code::CrosswalkOverlap => told_as(
            "la ligne {line} de la table de passage `{file}` vaut des jours[ ({header})] où la ligne {other} vaut pour la même clé",
            "Les périodes de deux lignes d’une même clé se chevauchent ; le premier et le dernier jour sont compris.",
            "Terminez la première période la veille du début de la suivante.",
        ),
        Code::CrosswalkBackwards => told_as(
            "la période[ ({header})] à la ligne {line} de la table de passage `{file}` finit avant de commencer",
            "Le dernier jour d’une ligne de la table de passage précède son premier jour.",
            "Corrigez les dates ; voyez si le jour et le mois ont été inversés.",
        ),
        Code::CrosswalkEmpty => told_as(
            "`{file}` n’a aucune ligne",
            "Le fichier n’a que son en-tête, ou rien du tout : aucune clé ne pourrait y être.",
            "Vérifiez que c’est le bon fichier et que son exportation est complète.",
        ),
        Code::CrosswalkUnreadable => told_as(
            "la table de passage `{file}` est illisible : {problem}",
            "Le fichier est endommagé, n’est pas ce que dit son nom, ou a des colonnes d’un type qu’aucune correspondance n’a.",
            "Réécrivez-le en Parquet avec des colonnes simples, sans compression, avec Snappy ou avec Zstandard ; ou en CSV.",
        ),
        Code::CrosswalkMore => told_as(
            "encore {more:erreur|erreurs} dans `{file}`",
            "Le fichier a plus d’erreurs qu’il n’en est énuméré.",
            "Corrigez celles qui sont énumérées, puis vérifiez de nouveau.",
        ),
        Code::CrosswalkBlanks => told_as(
            "{count:valeur commence ou finit|valeurs commencent ou finissent} par une espace sous `{header}` de la table de passage `{file}`, d’abord à la ligne {line}",
            "Les valeurs d’une table de passage sont comparées et prises telles quelles ; une espace de trop, et rien ne correspond.",
            "Retirez les espaces dans la table de passage si elles ne sont pas voulues.",
        ),
        Code::CrosswalkUnused => told_as(
            "aucune recherche n’utilise {count:en-tête|en-têtes} de la table de passage `{file}` : {header}",
            "Une table de passage a des colonnes qu’aucune recherche ne compare ni ne prend ; cela peut être voulu.",
            "Rien, si elles ne sont là que pour les personnes.",
        ),
        Code::SplitShare => told_as(
            "la ligne {line} de la table de passage `{file}` n’a pas de part supérieure à zéro[ sous {header}]",
            "Une partie d’une répartition n’a pas de part, ou en a une nulle ou négative.",
            "Donnez-lui sa part, ou retirez la ligne.",
        ),
        Code::SplitSum => told_as(
            "les parts[ ({header})] de la clé à la ligne {line} de la table de passage `{file}` font {sum}, non 100",
            "Les parts d’une clé, aux mêmes dates, sont des pourcentages : ensemble elles font exactement 100, sans quoi les montants croîtraient ou fondraient.",
            "Corrigez les parts ; des tiers sont 33,34, 33,33 et 33,33. Si ces nombres sont des poids, déclarez `weights: true`.",
        ),
        Code::SplitTwice => told_as(
            "la ligne {line} de la table de passage `{file}` répartit sa clé vers la même chose[ ({header})] que la ligne {first}",
            "Deux parties d’une répartition prennent les mêmes valeurs : l’une est de trop, ou devrait être autre.",
            "Faites des deux une seule ligne, ou corrigez ce que l’une d’elles prend.",
        ),
        Code::SplitParts => told_as(
            "la clé[ ({header})] à la ligne {line} de la table de passage `{file}` est répartie en {parts:partie|parties} ; {most} est le plus",
            "Une ligne deviendrait plus de lignes que la mémoire n’en peut tenir ensemble.",
            "Répartissez dans le nouveau système, ou voyez si la clé est complète.",
        ),

        Code::NoFiles => told_of(
            "aucun fichier ne correspond à `{pattern}`",
            "aucun fichier ne correspond[ à `{pattern}`]",
            "Le motif de la correspondance, pris à partir de son dossier, ne trouve aucun fichier.",
            "Vérifiez `files:` dans la correspondance : il part du dossier de celle-ci, et les majuscules comptent. `--source` lit un autre fichier.",
        ),
        Code::FileCount => told_of(
            "{found:fichier trouvé|fichiers trouvés}, {wanted} {wanted?attendu|attendus}",
            "un autre nombre de fichiers que celui attendu[ : {wanted}]",
            "La correspondance dit avec `expect:` combien de fichiers il doit y avoir.",
            "Cherchez le fichier qui manque ou qui est de trop ; corrigez `expect:` si le nombre a changé.",
        ),
        Code::SameFile => told_of(
            "les mêmes octets que `{other}`",
            "les mêmes octets qu’un autre fichier[ : `{other}`]",
            "Deux fichiers de la source sont identiques ; chaque enregistrement serait chargé deux fois.",
            "Retirez l’un des deux ; procurez-vous le fichier voulu.",
        ),
        Code::HeaderMissing => told_of(
            "il manque {count:en-tête|en-têtes} : {header}[ ; vouliez-vous dire {nearest} ?]",
            "il manque des en-têtes[ : {header}]",
            "La correspondance nomme des en-têtes que le fichier n’a pas.",
            "Corrigez le `header:` des champs, ou déclarez `header_match: trim` ou `fold` ; si l’exportation a changé, demandez pourquoi.",
        ),
        Code::HeaderExtra => told_of(
            "{count:en-tête|en-têtes} que la correspondance ne nomme pas : {header}",
            "des en-têtes que la correspondance ne nomme pas[ : {header}]",
            "Le fichier a des colonnes qu’aucun champ ne lit ; un champ a été oublié, ou l’exportation a changé.",
            "Ajoutez un champ pour chacun ; omettez-le de `columns:` si ses valeurs ne sont pas voulues.",
        ),
        Code::HeaderTwice => told_of(
            "l’en-tête `{header}` figure deux fois",
            "un en-tête qui figure deux fois[ : `{header}`]",
            "Deux colonnes du fichier ont le même en-tête ; le nom ne dit pas laquelle est voulue.",
            "Désignez la cellule du champ par `index:`.",
        ),
        Code::HeaderNotFound => told_of(
            "aucune ligne ne contient tous les en-têtes déclarés[ ; la ligne {line} s’en approche le plus : il lui manque {missing}][, et elle a {others} en plus][ ; aucun de ceux-ci n’y est : {wanted}]",
            "aucune ligne ne contient tous les en-têtes déclarés",
            "Aucune ligne du fichier n’a tous les en-têtes que nomme la correspondance. Si une ligne en a au moins la moitié, elle est désignée.",
            "Corrigez le `header:` des champs, ou déclarez `header_match: fold` ; si aucun en-tête n’est trouvé, vérifiez `delimiter:` et `encoding:`.",
        ),
        Code::SourceEnded => told_of(
            "la source s’arrête ici : {unread:octet n’a pas pu être lu|octets n’ont pas pu être lus}",
            "la source s’arrête avant sa fin",
            "Le reste du fichier n’a pas pu être découpé en enregistrements ; rien n’en a été chargé.",
            "Corrigez l’endroit que nomme le constat précédent.",
        ),
        Code::NoRecords => told_as(
            "pas un seul enregistrement",
            "Le fichier est vide, ou n’a qu’un en-tête, des séparateurs et des lignes vides.",
            "Vérifiez que l’exportation s’est bien terminée ; si un fichier peut être vide, dites-le : `files: {glob: …, empty: allow}`.",
        ),
        Code::BadCompression => told_of(
            "le fichier compressé {what} : les {stored:octet lu|octets lus} en ont donné {read:octet|octets}[ ({problem})]",
            "un fichier compressé qui ne se lit pas jusqu’à sa fin[ : il {what}]",
            "Le fichier n’a pas pu être décompressé jusqu’à sa fin. S’il se termine trop tôt, il a été coupé en chemin, ou copié avant d’être écrit en entier.",
            "Un transfert a peut-être été interrompu : comparez sa taille à celle de l’original, et reprenez le fichier à sa source.",
        ),
        Code::OtherEncoding => told_of(
            "le fichier se dit en {found}, la correspondance dit {declared}",
            "le fichier se dit dans un autre codage[ : {found}]",
            "Le fichier commence par la marque d’un autre codage que celui déclaré.",
            "Corrigez `encoding:`, ou exportez de nouveau.",
        ),

        Code::LeadsNowhere => told_of(
            "`{path}` est dans la liste de son dossier et ne mène nulle part",
            "un nom qui ne mène nulle part[ : `{path}`]",
            "Le motif de la correspondance trouve un lien dont la cible n’est pas là, comme un disque qui n’est pas connecté, ou un fichier supprimé entre-temps. Sans lui, il manquerait des enregistrements aux tables.",
            "Connectez le disque ou le partage et recommencez ; si le lien est de trop, supprimez-le ou resserrez `files:`.",
        ),
        Code::RunAsSource => told_of(
            "`{file}` a été écrit par une exécution : il est dans `{folder}`",
            "un fichier écrit par une exécution[ : `{file}`]",
            "Le motif de la correspondance trouve des fichiers dans un dossier de sortie ; ils ne sont jamais une source.",
            "Donnez un `--out` hors des dossiers que fouille `files:`, ou resserrez `files:`.",
        ),
        Code::UnreadNotBlank => told_of(
            "{records} sur {of:enregistrement a|enregistrements ont} quelque chose [aux octets {bytes}, qu’aucun champ ne lit][aux caractères {characters}, qu’aucun champ ne lit][dans les cellules {cells}, qu’aucun champ ne lit][dans la colonne `{header}`, qu’aucun champ ne lit][dans les octets de calage {slack} de SYNCHRONIZED, qu’aucun compilateur n’efface et qui ne demandent aucun champ]",
            "il y a quelque chose là où aucun champ ne lit",
            "Des enregistrements chargés, ou qui en informent d’autres, contiennent plus que ce que la correspondance lit. Une colonne que personne n’a prévue est perdue. Ce qui s’y trouve n’est pas montré : cela peut être personnel.",
            "Voyez le premier enregistrement : ajoutez un champ, ou dites pourquoi ce n’est pas voulu : `ignore: [{at: …, because: …}]`, pour un CSV avec `header:` ou `index:`. Là où seuls des blancs sont permis, `filler: blank` refuse les enregistrements qui ont autre chose, si la correspondance ne le dit pas déjà.",
        ),
        Code::TooManyRejects => told_as(
            "{rejects:rejet|rejets} dans la table `{table}`, où {limit} {limit?est permis|sont permis}",
            "Plus d’enregistrements ont été refusés que la correspondance ne le permet ; rien n’a été publié.",
            "Corrigez les enregistrements ou la correspondance ; ou, si la trésorerie accepte la perte, permettez-les : `limits: {rejects: …}`.",
        ),
        Code::TooMuchRefused => told_of(
            "{amount} de `{column}` sont refusés, où {most} sont permis",
            "plus d’argent refusé qu’il n’est permis",
            "Les enregistrements refusés portent plus d’argent que la correspondance ne le permet ; rien n’a été publié. Chaque montant compte sans son signe : un crédit ne compense pas un débit.",
            "Corrigez les enregistrements ou la correspondance ; ou, si la trésorerie accepte la perte, permettez-la : `limits: {amount: {of: …, most: …}}`.",
        ),
        Code::AmountUnknown => told_of(
            "`{column}` de {records:enregistrement refusé|enregistrements refusés} est inconnu ; il peut dépasser les {most} permis",
            "des enregistrements refusés dont le montant est inconnu",
            "La correspondance limite l’argent qui peut être refusé, et ces enregistrements ont été refusés avant que leur montant soit lu. Un montant inconnu dépasse toute limite.",
            "rejects/*.parquet contient ces enregistrements : corrigez ce qui empêche de lire leur montant, dans la correspondance ou dans la source.",
        ),
        Code::RuleTooOften => told_of(
            "{breaches:manquement|manquements} à `{rule}`, où {limit} {limit?est permis|sont permis}",
            "une règle enfreinte plus souvent qu’elle ne le permet",
            "Une règle est enfreinte plus souvent que ses propres `limits:` ne le permettent ; rien n’a été publié.",
            "Corrigez ce qui enfreint la règle ; ses constats sont dans findings.parquet. Ou, si la trésorerie les accepte, augmentez `breaches` dans les `limits:` de la règle.",
        ),
        Code::RuleTooMuch => told_of(
            "{amount} en jeu dans `{rule}`, où {most} sont permis",
            "une règle dont l’enjeu dépasse ce qu’elle permet",
            "Le montant en jeu dans ce qui enfreint une règle dépasse les propres `limits:` de la règle ; rien n’a été publié.",
            "Corrigez ce qui enfreint la règle ; ses constats sont dans findings.parquet. Ou, si la trésorerie l’accepte, augmentez `amount` dans les `limits:` de la règle.",
        ),
        Code::TooManyFolders => told_as(
            "la table `{table}` aurait {folders:dossier|dossiers}, un pour chaque {columns}, où {most} sont permis",
            "`partition_by:` fait un dossier de chaque valeur. Tant de dossiers ralentissent tout lecteur, et disent que la colonne distingue des lignes une à une.",
            "Partagez par une colonne de moins de valeurs, comme l’exercice, et nommez celle-ci dans `sort_by:`.",
        ),

        Code::NotUnique => told_of(
            "{key} figure aussi dans[ l’enregistrement {record} de] `{file}`",
            "une clé qui figure dans plus d’une ligne[ : {key}]",
            "La règle dit que deux lignes n’ont jamais la même clé, et celle de cette ligne figure aussi dans une autre.",
            "Regardez les deux enregistrements ; seules des personnes savent lequel est le bon. Corrigez l’ancien système, ou ajoutez à `unique:` la colonne qui distingue les lignes.",
        ),
        Code::NoReference => told_of(
            "{key} n’est pas dans `{table}` ({columns})",
            "une clé absente[ de `{table}`][ ({columns})][ : {key}]",
            "La ligne renvoie à une ligne d’une autre table, et aucune ligne qui y fut chargée n’a cette clé.",
            "Cherchez parmi les rejets la ligne visée ; s’il n’y en a pas, corrigez l’ancien système, ou exemptez de telles lignes par `where:`.",
        ),
        Code::SumDiffers => told_of(
            "{key} donne {sum} sur {rows:ligne|lignes}, et devrait donner {wanted}",
            "une somme qui n’est pas ce qu’elle devrait être[, {wanted}][ : {key}][ (elle est {sum})][ (de {rows:ligne|lignes})]",
            "Les lignes de cette clé ne donnent pas la somme que dit la règle.",
            "Regardez les lignes de la clé, et cherchez parmi les rejets celle qui manque. `tolerance:` permet un petit écart.",
        ),
        Code::SumsDiffer => told_of(
            "{key} donne {sum} ici, et {other} dans `{table}`",
            "une somme qui n’est pas la même[ dans `{table}`][ : {key}][ (ici {sum})][ (là {other})]",
            "Deux tables qui doivent concorder ne concordent pas, pour cette clé. Le côté qui n’a aucune ligne de la clé donne 0.",
            "Regardez les lignes de la clé dans les deux tables, et parmi les rejets des deux. `tolerance:` permet un petit écart.",
        ),
        Code::SidesDiffer => told_of(
            "{key} : {own} donne {sum}, et {others} donne {other}",
            "des tables qui ne donnent pas la même chose[ : {own}][ et {others}][ ; {key}][ ({sum})][ ({other})]",
            "La règle de migration.yaml dit que les deux côtés donnent la même chose pour chaque clé, et pour celle-ci ce n’est pas le cas. Un côté qui n’a aucune ligne de la clé donne 0.",
            "Regardez les lignes de la clé dans toutes ces tables, et parmi leurs rejets. `tolerance:` permet un petit écart.",
        ),
        Code::CountOutside => told_of(
            "{key} a {rows:ligne|lignes}[ ; il en faut au moins {least}][ ; il en faut au plus {most}]",
            "trop ou trop peu de lignes d’une clé[, au moins {least}][, au plus {most}][ : {key}][ ({rows:ligne|lignes})]",
            "La règle dit combien de lignes ont la même clé, et de celle-ci il y en a moins ou plus.",
            "Regardez les lignes de la clé, et cherchez parmi les rejets celle qui manque.",
        ),
        Code::SequenceGap => told_of(
            "il manque dans {key} le numéro {from}[, et tous jusqu’à {to}]",
            "un numéro qui manque[ : {key}][, {from}][, et tous jusqu’à {to}]",
            "La colonne compte de un en un, et avant cette ligne il manque quelque chose.",
            "Cherchez le numéro parmi les rejets. Si l’ancien système ne l’a jamais donné, ou l’a annulé, dites-le à l’audit, et que la règle avertisse : `on_fail: warn`.",
        ),
        Code::SequenceTwice => told_of(
            "{key} a le numéro {number} aussi dans[ l’enregistrement {record} de] `{file}`",
            "un numéro qui figure deux fois[ : {key}][, {number}]",
            "La colonne compte de un en un, et une autre ligne a le numéro de celle-ci.",
            "Regardez les deux enregistrements ; seules des personnes savent lequel est le bon.",
        ),
        Code::KeyEmpty => told_as(
            "une partie de la clé est vide",
            "La règle dit `nulls: refuse`, donc chaque ligne doit avoir sa clé entière, et celle-ci ne l’a pas.",
            "Corrigez l’ancien système ; ou écrivez `nulls: skip` si des lignes sans clé sont permises.",
        ),
        Code::OtherColumn => told_as(
            "aucune clé n’est dans `{columns}` de `{table}`, mais {matches:est|sont} dans sa colonne `{nearest}`",
            "Toute une colonne ne renvoie à rien, et une autre colonne de la même table a ce à quoi elle renvoie. La règle nomme peut-être la mauvaise colonne, ou un champ est lu au mauvais endroit.",
            "Voyez si cette autre colonne est ce qui est voulu, et si les deux colonnes viennent des bons champs.",
        ),
        Code::KeysEmpty => told_as(
            "`{columns}` de `{table}` est vide dans {rows:ligne|lignes}, c’est-à-dire toutes ; la règle ne prouve donc rien[ ; sa colonne `{nearest}` a {matches:clé|clés} de `{target}`]",
            "Une règle qui renvoie à une autre table cherche les clés qu’il y a. Ici, il n’y en a aucune : la règle tient faute de rien à regarder. Le champ est peut-être lu au mauvais endroit, ou l’ancien système garde ses clés dans une autre colonne.",
            "Voyez si la colonne vient du bon champ. Si les clés se trouvent dans une autre colonne, nommez celle-ci sous `by:` ; si elles peuvent manquer, `nulls: refuse` signale chaque ligne.",
        ),
        Code::NotSettled => told_as(
            "après {passes:passe|passes}, les règles refusent encore d’autres enregistrements",
            "Un enregistrement qu’une règle refuse peut être celui dont une autre a besoin. Les règles sont donc jugées de nouveau après chaque refus, et cela a duré plus longtemps qu’une exécution ne le peut.",
            "Écrivez `on_fail: fail` au lieu de `reject` pour les règles qui refusent le plus, et regardez d’abord ce qu’elles trouvent.",
        ),
        Code::ReadOnce => told_as(
            "`{file}` ne peut être lu qu’une fois, et des enregistrements peuvent en être refusés, ou des lignes laissées, quand tout est lu",
            "Ce qu’une règle sur plusieurs lignes refuse, et ce que `dedupe:` laisse de côté, est connu à la fin, et retiré de la source, relue pour cela. Un flux ou un tube n’est alors plus là.",
            "Écrivez-le dans un fichier et lisez celui-ci ; ou que la règle soit `on_fail: fail` ou `warn`, et que les lignes répétées soient ôtées avant.",
        ),
        Code::NotJudged => told_as(
            "{rules:règle ou contrôle|règles et contrôles} {rules?n’a pas été jugé|n’ont pas été jugés}, à cause de `{option}`",
            "Une règle sur plusieurs lignes a besoin de toutes, comme un contrôle, et une exécution avec cette option n’en lit ou n’en fait qu’une partie. Dans une reprise dont des lignes réparées devraient prendre la place d’anciennes (`dedupe:`), les règles verraient les deux.",
            "Rien à corriger ; mais faites toute la migration avant de vous y fier.",
        ),
        Code::Duplicate => told_of(
            "{key} : la ligne dans[ l’enregistrement {record} de] `{file}` est gardée[, {stays}]",
            "une ligne laissée de côté, puisqu’une autre de sa clé est gardée[ : {key}]",
            "La correspondance dit que de plusieurs lignes de même clé une seule est gardée. Celle-ci est une des autres : elle est comptée, et n’est pas chargée.",
            "Rien à corriger, si la bonne a été gardée ; sinon changez `keep:` ou `order_by:`.",
        ),
        Code::NoFolderName => told_of(
            "la valeur ne peut être le nom d’un dossier : {problem}[ ({bytes:octet|octets} ; au plus {most})]",
            "des valeurs qui ne peuvent être le nom d’un dossier[ : {problem}][ ({bytes:octet|octets} ; au plus {most})]",
            "La colonne est une de `partition_by` : chacune de ses valeurs est le nom d’un dossier. Aucun système de fichiers n’admet un nom de plus de 255 octets, et les caractères autres que lettres et chiffres peuvent en prendre trois.",
            "Corrigez la valeur, raccourcissez-la dans une expression (`sql: left(nom, 60)`), ou disposez la table selon une autre colonne.",
        ),
        Code::OldRowsRefused => told_as(
            "il faudrait ôter {rows:ligne|lignes} de l’exécution {run}, qui est reprise[ : {cause}]",
            "Une règle refuse d’anciennes lignes : avec des enregistrements réparés, ou seules quand la règle elle-même est autre maintenant ; ou une ligne réparée serait gardée à la place d’une ancienne (`dedupe:`). Une reprise n’ôte pas d’anciennes lignes : rien n’est donc publié.",
            "Voyez les constats qui en parlent. Corrigez autrement l’enregistrement réparé, ou remettez-le comme avant, dans `rejects/*.raw` de cette exécution, et redonnez la même commande. Si c’est l’ancienne ligne qui est fausse, corrigez l’exportation et relancez la migration.",
        ),
        Code::OldRowsFail => told_as(
            "{findings:constat sur des lignes|constats sur des lignes} de l’exécution {run} {findings?fait|font} échouer celle-ci aussi",
            "Une reprise garde telles quelles les lignes de cette exécution, et ce qui a été constaté d’elles : elle ne peut pas le lever.",
            "Corrigez l’exportation ou la correspondance, et relancez la migration avec `tumpline run`.",
        ),
        Code::RepairedRowsFail => told_as(
            "{findings:constat fait|constats font} échouer cette reprise de l’exécution {run}, et des enregistrements réparés peuvent y être pour quelque chose",
            "Les enregistrements réparés sont maintenant des lignes de cette exécution refusée, et ne figurent plus dans ses rejets.",
            "Corrigez-les autrement dans `rejects/*.raw` de cette exécution, ou changez la correspondance, et redonnez la même commande. Si seules d’anciennes lignes enfreignent une règle, corrigez l’exportation et relancez la migration.",
        ),
        Code::RepairDropped => told_of(
            "l’exécution {run} a cet enregistrement tel qu’une reprise l’a réparé (d’après `{raw}` ; {how}) ; ici, il est refusé de nouveau",
            "des enregistrements qu’une reprise a réparés[, tels que les a l’exécution {run}][ (d’après `{raw}`)][, {how}], et qui sont refusés ici de nouveau",
            "`current` menait à cette exécution, et mène maintenant à celle-ci. Une exécution lit les sources, que personne n’a corrigées ; elle ne sait rien de ce qui a été corrigé dans les rejets d’une exécution antérieure.",
            "Corrigez l’enregistrement dans `rejects/*.raw` de cette exécution aussi, ou la correspondance comme elle l’était alors, et reprenez le dossier de sortie. L’autre exécution reste où elle est.",
        ),
        Code::RepairLost => told_of(
            "l’exécution {run}, à laquelle mène `current`, a cet enregistrement tel qu’une reprise l’a réparé (d’après `{raw}` ; {how}) ; ici, il serait refusé de nouveau",
            "des enregistrements qu’une reprise a réparés[, tels que les a l’exécution {run}, à laquelle mène `current`][ (d’après `{raw}`)][, {how}], et qui seraient refusés ici de nouveau",
            "Cette reprise part d’une exécution plus ancienne, ou d’une qui n’a pas ce qui a été corrigé depuis. Publiée, elle ôterait l’enregistrement réparé de ce que les gens lisent.",
            "Reprenez l’exécution la plus récente : `tumpline replay` avec le dossier de sortie, ou avec le dossier de cette exécution. Ou corrigez cet enregistrement ici aussi, comme il l’a été alors. Pour l’écarter à dessein, relancez la migration avec `tumpline run`.",
        ),
        Code::RepairsUntold => told_as(
            "{records:enregistrement réparé|enregistrements réparés} dans l’exécution {run} {records?ne peut être retrouvé|ne peuvent être retrouvés} ici : {why} `{what}`",
            "`current` mène à cette exécution, et celle-ci prendrait sa place. Personne ne peut dire, enregistrement par enregistrement, si elle a tout ce qui y a été réparé.",
            "Comparez les deux exécutions. S’il manque quelque chose, corrigez-le dans les rejets de celle-ci, et reprenez le dossier de sortie.",
        ),
        Code::ControlDiffers => told_of(
            "le contrôle ne tient pas[ : il dit {says}][, les enregistrements donnent {found}][, soit un écart de {difference}]",
            "un contrôle qui ne tient pas[ : il dit {says}][, les enregistrements donnent {found}][, soit un écart de {difference}]",
            "L’ancien système a écrit un chiffre dans le fichier, et ce qui en a été lu en donne un autre : des enregistrements manquent, sont en double ou ont été changés.",
            "Demandez une nouvelle exportation. Si c’est l’ancien système qui a tort et que la trésorerie l’accepte, consignez l’écart sous `accept:` dans migration.yaml.",
        ),
        Code::ControlMissing => told_of(
            "il n’y a aucun enregistrement `{kind}`[ qui ferme le `{opened}`]",
            "des enregistrements de contrôle qui manquent[ : aucun `{kind}`][ ne ferme le `{opened}`]",
            "Le chiffre du contrôle figure dans un enregistrement de contrôle, et ceux-ci n’en ont pas : personne ne dit s’ils sont tous là.",
            "Voyez si le fichier a été coupé ; demandez une nouvelle exportation.",
        ),
        Code::ControlOutside => told_of(
            "un enregistrement `{kind}`, et aucun `{opened}` n’est ouvert",
            "des enregistrements de contrôle là où rien n’est ouvert[ : `{kind}`][, et aucun `{opened}`]",
            "L’enregistrement de contrôle dit quelque chose des enregistrements depuis celui qui les ouvre, et il n’y en a pas avant lui.",
            "Regardez dans la source les enregistrements qui le précèdent ; un en-tête manque peut-être.",
        ),
        Code::ControlUnknown => told_of(
            "le contrôle ne peut être prouvé : {unknown:valeur illisible|valeurs illisibles}[ ; il dit {says}][, les autres donnent {found}][, soit un écart de {difference}]",
            "des contrôles qui ne peuvent être prouvés, car des valeurs sont illisibles[ : {unknown:valeur|valeurs}][ ; il dit {says}][, les autres donnent {found}][, soit un écart de {difference}]",
            "Des enregistrements visés par le contrôle ont été refusés, et les valeurs qu’il compte ou additionne n’ont pas pu y être lues. Personne ne sait donc ce qu’elles donnent.",
            "Corrigez ces enregistrements, qui sont parmi les rejets ; ou corrigez la lecture du champ dans la correspondance.",
        ),
        Code::ControlTwice => told_of(
            "encore un enregistrement `{kind}` : l’enregistrement {record} en est déjà un",
            "plus d’un enregistrement de contrôle[ : `{kind}`][, après l’enregistrement {record}]",
            "Il y a un enregistrement de contrôle pour ces enregistrements, et en voici un autre : on a peut-être joint les fichiers de plusieurs jours.",
            "Regardez le fichier ; si un enregistrement de contrôle vaut pour une partie, la correspondance doit le dire par `ends:`.",
        ),
        Code::ControlUnread => told_of(
            "le contrôle ne peut être prouvé : `{field}` n’a aucune valeur lisible",
            "des contrôles qui ne peuvent être prouvés, car un champ n’a aucune valeur lisible[ : `{field}`]",
            "Le chiffre, ou ce à quoi il est comparé, est vide ou ne se décode pas.",
            "Regardez l’enregistrement dans la source ; corrigez la lecture du champ dans la correspondance. Si l’enregistrement qui le porte a été refusé, corrigez celui-là et lancez `tumpline replay`.",
        ),
        Code::ControlUnlike => told_of(
            "le contrôle ne tient pas : il ne répète pas `{field}`[, qui est {is}][ ; il dit {says}]",
            "un contrôle qui ne tient pas[ : il ne répète pas `{field}`][, qui est {is}][ ; il dit {says}]",
            "L’enregistrement de contrôle répète une valeur de l’enregistrement auquel il appartient, et les deux diffèrent : il manque peut-être des enregistrements entre eux.",
            "Regardez les deux enregistrements dans la source ; demandez une nouvelle exportation.",
        ),
        Code::ControlAccepted => told_of(
            "un écart de {difference} accepté par {by} : {because}[ ; le contrôle dit {says}][, les enregistrements donnent {found}]",
            "un écart accepté[ : {difference}][ par {by}][ : {because}][ ; il dit {says}][, les enregistrements donnent {found}]",
            "Le contrôle ne tient pas, et migration.yaml accepte exactement cet écart.",
            "Rien à corriger ; les preuves disent qui l’a accepté, et pourquoi.",
        ),
        Code::AcceptUnused => told_of(
            "`{control}` : la ligne {line} de migration.yaml accepte un écart de {difference}, et {why}",
            "des écarts acceptés qui n’ont pas été trouvés[ : `{control}`][, {difference}][, ligne {line}][ : {why}]",
            "Ce qui a été accepté n’est pas ce qui a été trouvé ; un autre écart n’en est pas couvert.",
            "Retirez-le de `accept:`, ou consignez l’écart qu’il y a maintenant.",
        ),
        Code::AcceptRepeated => told_of(
            "`{control}` : la ligne {line} de migration.yaml accepte de nouveau un écart de {difference}, comme la ligne {first}",
            "des écarts acceptés de nouveau[ : `{control}`][, {difference}][, ligne {line}][, comme la ligne {first}]",
            "Chaque entrée accepte un seul écart. Une entrée vaut déjà pour celui-ci, et il n’y en a pas d’autre pareil.",
            "Retirez l’une des deux de `accept:`. La même entrée n’y figure deux fois que si deux fichiers ou deux lots ont le même écart.",
        ),
        Code::ReportDiffers => told_of(
            "{key} : `{header}` de `{file}` (ligne {line}) est {says}, et `{table}` donne {found}[, soit {less} de moins][, soit {more} de plus][ ; {rejected} de cela a été rejeté][ ; {aside} de cela a été mis de côté]",
            "des chiffres d’un rapport qui sont autres[ : `{header}`][ de `{file}`][, et `{table}`][ ; {key}][ (ligne {line})][ est {says}][, et donne {found}][, soit {less} de moins][, soit {more} de plus][ ; {rejected} a été rejeté][ ; {aside} a été mis de côté]",
            "L’ancien système a imprimé un chiffre pour cette clé, et les lignes lues en donnent un autre : des lignes manquent, sont là deux fois, ou ont été changées.",
            "Regardez les lignes de la clé. Si le rapport lui-même est faux et que la trésorerie l’accepte, signez l’écart sous `accept:` dans migration.yaml, avec sa clé sous `key:`.",
        ),
        Code::NotInReport => told_of(
            "{key} : `{file}` ne l’a pas, et `{table}` donne {found} (`{header}`)",
            "des clés qu’un rapport n’a pas[ : `{file}`][, et `{table}`][ (`{header}`)][ ; {key}][ donne {found}]",
            "La table a des lignes d’une clé que le rapport de l’ancien système n’a pas. Une clé dont les lignes donnent 0 peut y manquer.",
            "Demandez si le rapport est du même jour et entier. `where:` laisse de côté les lignes dont il ne parle pas.",
        ),
        Code::NoRowsOfReport => told_of(
            "{key} : `{header}` de `{file}` (ligne {line}) est {says}, et `{table}` n’en a aucune ligne",
            "des clés d’un rapport sans aucune ligne[ : `{header}`][ de `{file}`]",
            "Le rapport de l’ancien système a une clé dont rien n’a été lu. Un chiffre de 0 peut être sans lignes.",
            "Redemandez l’extraction ; ses lignes sont peut-être dans un autre fichier. Regardez si la clé s’écrit de la même façon des deux côtés.",
        ),
        Code::ReportUnknown => told_of(
            "[{key} : ]`{header}` de `{file}` ne peut être prouvé : de {unknown:ligne|lignes} de `{table}`, la valeur ou la clé ne peut être lue[ ; il dit {says}][, les autres donnent {found}]",
            "des chiffres d’un rapport qui ne peuvent être prouvés[ : `{header}`][ de `{file}`][ et `{table}`][ ; {key}][ : {unknown:ligne|lignes}][ ; il dit {says}][, les autres donnent {found}]",
            "Des enregistrements ont été rejetés dont la valeur ou la clé ne pouvait être lue. Personne ne sait donc ce que donnent leurs lignes, ni à quelle clé elles appartiennent.",
            "Corrigez ces enregistrements, qui sont parmi les rejets ; ou la façon dont la correspondance lit le champ.",
        ),
        Code::ReportAccepted => told_of(
            "{key} : un écart de {difference} que {by} a accepté : {because} (`{header}` de `{file}`)",
            "des écarts d’un rapport qui ont été acceptés[ : {difference}][ par {by}][ : {because}][ (`{header}`)][ de `{file}`][ ; {key}]",
            "Le chiffre est autre, et migration.yaml signe exactement cet écart.",
            "Rien à corriger ; le dossier de preuve dit qui l’a accepté, et pourquoi.",
        ),

        Code::EvidenceMissing => told_as(
            "`{file}` manque",
            "Le manifeste nomme un fichier de l’exécution qui n’est pas là.",
            "Reprenez le fichier dans une copie de sauvegarde, ou refaites la migration.",
        ),
        Code::EvidenceHash => told_as(
            "`{file}` n’est pas ce que l’exécution a écrit[ : {edited}][ {replay}]",
            "Les octets du fichier ont un autre SHA-256 que celui du manifeste : il a été changé ou abîmé.",
            "Reprenez le fichier dans une copie de sauvegarde, ou refaites la migration ; cherchez qui l’a changé.",
        ),
        Code::EvidenceTotal => told_as(
            "{what}[ de {of}] : {found}, alors que le manifeste dit {manifest}",
            "Un compte ou un total, recalculé d’après les fichiers, n’est pas celui du manifeste.",
            "Reprenez l’exécution dans une copie de sauvegarde, ou refaites la migration ; cherchez qui l’a changée.",
        ),
        Code::SourceDiffers => told_as(
            "la source `{file}` n’est pas ce qui a été lu",
            "Les octets de la source ont un autre SHA-256 que lors de leur lecture.",
            "Si le nouveau fichier est le bon, refaites la migration.",
        ),
        Code::SourceGone => told_as(
            "la source `{file}` n’est plus là",
            "La source n’a pas pu être vérifiée ; les fichiers de l’exécution ne sont pas en cause. Son dossier est là.",
            "Remettez la source en place si elle doit être vérifiée.",
        ),
        Code::EvidenceUnreadable => told_as(
            "`{file}` ne peut pas être lu : {problem}[, ligne {line}]",
            "Un fichier des preuves de l’exécution est abîmé, ou écrit par une autre version.",
            "Reprenez le fichier dans une copie de sauvegarde, ou refaites la migration.",
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

        Code::SourceUnread => told_as(
            "la source `{file}` n’a pas été lue jusqu’au bout par l’exécution et n’est pas comparée",
            "Avec `--limit`, une exécution ne lit que les premiers enregistrements ; il n’y a pas d’empreinte du fichier entier.",
            "Rien ; une exécution sans `--limit` peut être comparée à ses sources.",
        ),
        Code::SourceElsewhere => told_as(
            "la source `{file}` n’est pas sur cette machine : le dossier de `{path}` n’existe pas",
            "L’exécution a été faite sur une autre machine, ou le disque de ses sources n’est pas connecté. Les fichiers de l’exécution ne sont pas en cause.",
            "Vérifiez l’exécution là où elle a été faite, ou connectez le disque, si la source doit être vérifiée.",
        ),
        Code::Io => told_as(
            "impossible {doing} `{path}` : {problem}",
            "Le système a refusé ce que la commande doit faire d’un fichier.",
            "Vérifiez le chemin, le disque et les droits ; puis recommencez.",
        ),
        Code::SourceChanged => told_as(
            "`{path}` a changé pendant sa lecture",
            "Une source a été écrite pendant l’exécution ; ce qui a été lu n’est ni l’ancien fichier ni le nouveau.",
            "Attendez la fin de l’exportation, puis recommencez.",
        ),
        Code::OutputBusy => told_as(
            "une autre exécution travaille dans `{path}`",
            "Deux exécutions ne peuvent pas écrire en même temps dans un même dossier.",
            "Attendez que l’autre exécution se termine, ou donnez un autre `--out`.",
        ),
        Code::MemoryTooSmall => told_as(
            "il faut {needed:mebibytes} de mémoire, {allowed:bytes} sont permis",
            "Même avec un seul fil, la limite calculée dépasse ce que permet `--memory`.",
            "Donnez à `--memory` au moins ce qu’il faut, que `tumpline check` dit aussi, ou divisez une table très large.",
        ),
        Code::NotConserved => told_as(
            "sur {size:octet|octets} de `{file}`, {classified} ont été attribués",
            "Tous les octets n’ont pas été attribués : c’est un défaut du programme, qui a arrêté l’exécution.",
            "Signalez-le avec la correspondance et les tailles, sans données ; puis recommencez avec `--threads 1`.",
        ),
        Code::Interrupted => told_as(
            "interruption",
            "L’exécution a été arrêtée par l’utilisateur ou par le système.",
            "Recommencez quand vous voudrez ; tout reprend du début.",
        ),
        Code::DiskFull => told_as(
            "plus de place pour `{path}`",
            "Le disque, ou la part qui vous en revient, est plein.",
            "Libérez de la place, ou donnez un `--out` sur un autre disque ; puis recommencez.",
        ),
        Code::NoSuchPath => told_as(
            "`{path}` n’existe pas",
            "La commande ou la correspondance nomme un chemin où il n’y a rien.",
            "Corrigez le chemin ; il part du dossier où vous êtes, et dans une correspondance, du dossier de celle-ci.",
        ),
        Code::WrongPath => told_as(
            "`{path}` n’est pas {wanted}",
            "Il y a quelque chose à ce chemin, mais pas ce qu’il faut.",
            "Corrigez le chemin.",
        ),
        Code::BadOption => told_as(
            "`{option}[ {value}]` : {problem}[ ; vouliez-vous dire `{nearest}` ?]",
            "La commande ne peut pas être comprise.",
            "`tumpline --help` montre les commandes, et `tumpline COMMANDE --help` les options de chacune.",
        ),
        Code::Defect => told_as(
            "un défaut de ce programme : {what}",
            "Il s’est produit ce que le programme tient pour impossible.",
            "Signalez-le avec cette ligne et la correspondance, sans données ; puis recommencez.",
        ),
        Code::HeldTooMuch => told_as(
            "`{file}` continue sans fin d’enregistrement : {held:bytes} attendent sur le disque, {free:bytes} sont libres",
            "D’un fichier comprimé ou d’un flux, ce qui appartient à un seul enregistrement, ou peut être du remplissage à la fin, attend sur le disque de `--out` ; la place manque. Un petit fichier comprimé peut contenir des téraoctets de zéros.",
            "Regardez le fichier : il est peut-être abîmé, ou d’un autre format. S’il est juste, donnez un `--out` sur un disque plus grand.",
        ),
        Code::RulesNeedDisk => told_as(
            "les règles sur plusieurs lignes et les tables triées demandent encore environ {needed:mebibytes} sur le disque, où {free:mebibytes} sont libres",
            "Les clés et les lignes que la mémoire ne retient pas attendent sur le disque de `--out` que toutes les lignes soient lues. Ce qui manque est estimé d’après ce qui est lu.",
            "Faites de la place, ou donnez un `--out` sur un disque plus grand, et recommencez.",
        ),
        Code::ParameterUnset => told_as(
            "le paramètre `{name}` ({type}) n’a pas de valeur ; donnez-en une, par exemple `--set {name}={example}`",
            "migration.yaml déclare un paramètre sans `default:` ; la commande doit donc le donner.",
            "Ajoutez `--set NOM=VALEUR` à la commande, ou donnez au paramètre un `default:` dans migration.yaml.",
        ),
        Code::ParameterType => told_as(
            "`--set {name}[={value}]` n’est pas une valeur du type {type} ; écrivez-la comme dans `--set {name}={example}`",
            "Un paramètre reçoit ce que son type n’a pas.",
            "Écrivez la valeur comme les constantes des correspondances : les dates ainsi, 2026-12-31, les décimaux avec un point et pas plus de décimales que le type.",
        ),
        Code::ParameterNotOneOf => told_as(
            "`--set {name}[={value}]` n’est aucune des valeurs du paramètre[ : {values}][ ; vouliez-vous dire `{nearest}` ?]",
            "migration.yaml dit par `one_of:` quelles valeurs le paramètre peut avoir, et ce n’en est aucune.",
            "Donnez l’une de ses valeurs, ou ajoutez celle-ci dans migration.yaml.",
        ),
        Code::ParameterOutOfRange => told_as(
            "`--set {name}[={value}]` est hors des limites du paramètre[ : au moins {least}][, au plus {most}]",
            "migration.yaml dit par `range:` quelles valeurs le paramètre peut avoir, et celle-ci n’en est pas.",
            "Donnez une valeur qui respecte les limites, ou élargissez-les dans migration.yaml.",
        ),
        Code::BaseDiffers => told_as(
            "l’exécution {run} n’est plus telle qu’écrite : {differences:différence|différences} ; la première est {what} `{first}`",
            "Une reprise garde les lignes d’une exécution : celle-ci doit donc être encore ce que dit son manifeste. Seuls les octets des rejets peuvent être modifiés.",
            "`tumpline verify` avec le dossier de l’exécution dit ce qui diffère. Reprenez les fichiers d’une copie, ou relancez la migration.",
        ),
        Code::BaseTrial => told_as(
            "l’exécution {run} est un essai et ne peut pas être reprise",
            "Un essai n’a peut-être lu qu’une partie des sources : ses lignes et ses rejets ne sont pas tous là.",
            "Lancez toute la migration avec `tumpline run`, puis reprenez ce qu’elle a refusé.",
        ),
        Code::BaseTooOld => told_as(
            "les rejets de l’exécution {run} ne peuvent pas être relus sans leurs sources",
            "Une autre version du programme les a écrits : sans les parents, les en-têtes ni les valeurs des contrôles qu’il leur faut, ou dans une autre version du format de sortie.",
            "Relancez la migration avec `tumpline run`.",
        ),
        Code::RawRecords => told_as(
            "`{file}` a été modifié et contient {found:enregistrement|enregistrements}, alors que {wanted:enregistrement a été refusé|enregistrements ont été refusés} ; à partir du numéro {number}, ils ne correspondent plus[ : là se trouvait l’enregistrement {record} de `{source}`]",
            "Chaque enregistrement du fichier prend la place de celui qui a été refusé, dans le même ordre ; il en faut donc autant.",
            "Modifiez des enregistrements, mais n’en ajoutez, n’en joignez et n’en ôtez aucun ; chaque ligne finit comme avant, et un enregistrement qui dit sa longueur dit la nouvelle. Un enregistrement à exclure reste tel quel.",
        ),
        Code::RawMarked => told_as(
            "`{file}` commence par une marque d’ordre des octets ({mark}), que l’enregistrement d’une source en {encoding} n’avait pas : un éditeur l’y a mise",
            "Un éditeur qui écrit une telle marque écrit souvent aussi les autres caractères autrement : des enregistrements ont peut-être d’autres octets qu’avant.",
            "Enregistrez le fichier sans marque, dans le codage de la source ; bien des éditeurs l’appellent ANSI, ou « sans BOM ». Ou remettez chaque enregistrement d’après la colonne `raw` de rejects/*.parquet, et modifiez-le avec un outil qui laisse les autres octets.",
        ),
        Code::CutOtherwise => told_as(
            "la correspondance corrigée `{mapping}` découpe l’enregistrement {record} de `{file}` autrement qu’avant",
            "Le début et la fin des enregistrements ne sont plus les mêmes (guillemets, fins de ligne, longueurs) ; les anciennes lignes sont peut-être fausses elles aussi.",
            "Relancez la migration avec `tumpline run`.",
        ),
        Code::ReplayChanges => told_as(
            "cette reprise changerait {what} `{name}`[ (enregistrement {record})][ ; cette exécution a : {given}]",
            "Une reprise garde les lignes de l’ancienne exécution telles quelles ; ce qui change leur sens ou leurs colonnes les rend fausses.",
            "Revenez sur ce changement, ou relancez la migration avec `tumpline run`.",
        ),
        Code::LaterRepairs => told_as(
            "l’exécution ultérieure {later} a reçu des enregistrements modifiés que l’exécution {run} n’a pas",
            "Elle repose sur celle-ci. Ce qui y a été réparé serait perdu, sans un mot.",
            "Reprenez l’exécution la plus récente : `tumpline replay` avec le dossier de sortie. Pour recommencer depuis l’ancienne, reportez les modifications dans son `rejects/*.raw` et ôtez les exécutions ultérieures du dossier de sortie ; ou relancez la migration.",
        ),
        Code::OldCrosswalk => told_as(
            "la table de passage `{crosswalk}` n’est pas telle que l’exécution {run} l’a lue : d’anciennes lignes ont été faites avec une autre",
            "Les lignes qui restent gardent les valeurs reçues ; seuls les enregistrements réparés sont cherchés dans la table de passage telle qu’elle est. Une ancienne clé peut donc en avoir deux nouvelles.",
            "Si des lignes ont été ajoutées pour des clés absentes, tout va bien. Si d’autres ont été changées, relancez la migration.",
        ),
        Code::ReplayParameter => told_as(
            "le paramètre `{name}` avait une autre valeur dans l’exécution reprise",
            "Des lignes de l’ancienne exécution ont été faites avec cette valeur, et restent.",
            "Ôtez le `--set` de ce paramètre ou, si sa valeur est personnelle, donnez de nouveau la même ; pour une autre valeur, relancez la migration.",
        ),
        Code::UnknownRecordEnd => told_as(
            "rien ne montre où finissent les enregistrements de `{path}`",
            "Il n’y a pas de fins de ligne, aucune longueur ne se répète, et aucune longueur devant les enregistrements ne mène de l’un à l’autre.",
            "S’il y a un copybook, `tumpline infer FICHIER --copybook COPYBOOK` trouve la manière. Sinon, regardez le fichier avec `tumpline look`, et demandez au responsable de l’ancien système la longueur des enregistrements.",
        ),
        Code::FilesDiffer => told_as(
            "`{path}` et `{other}` ne se lisent pas de la même manière",
            "Une correspondance lit tous ses fichiers de la même manière : mêmes fins d’enregistrement, même encodage, mêmes champs aux mêmes places.",
            "Ébauchez une correspondance pour chacun.",
        ),
        Code::EncodingUntold => told_as(
            "l’encodage de `{path}` ne se voit pas, ou n’en est aucun qu’une correspondance connaisse[ : c’est de l’EBCDIC, et `--encoding {page}` en lit le mieux les lettres]",
            "Rien n’est deviné où les octets peuvent être n’importe quoi ; les pages de l’EBCDIC diffèrent par peu de lettres et de signes.",
            "Nommez-le : `--encoding cp850`, ou `--encoding cp037` pour l’EBCDIC ; `docs/reference/mapping.md` en a la liste. S’il y a un copybook, `tumpline infer FICHIER --copybook COPYBOOK` trouve la page lui-même.",
        ),
        Code::OutExists => told_as(
            "`{path}` existe déjà[, n’est pas {sort}], et ne sera pas remplacé",
            "Une ébauche ou une carte des champs remplacerait un fichier auquel quelqu’un a peut-être travaillé.",
            "Donnez un autre nom à l’ébauche, ou dites `--force` si elle doit remplacer la correspondance qui s’y trouve.",
        ),
        Code::IsThere => told_as(
            "`{path}` existe déjà, et `init` n’écrit que de nouveaux fichiers",
            "Un nouveau dossier aurait un fichier de ce nom ; celui qui a été trouvé reste tel quel, et rien n’a été écrit.",
            "Nommez un dossier nouveau ou vide, ou déplacez le fichier.",
        ),
        Code::NoSuchRecord => told_as(
            "rien à expliquer à {wanted} de `{file}` : {problem}[ {other}][ ; elle dit {length}]",
            "Le fichier n’a pas cet enregistrement, cet octet, ce rejet ou cette ligne.",
            "Les enregistrements et les lignes se comptent à partir de 1, les octets à partir de 0, dans le fichier décompressé.",
        ),
        Code::WhichSource => told_as(
            "de quel fichier s’agit-il[ avec `{name}`] : {problem}[ ({sources})][ ; vouliez-vous dire `{nearest}` ?]",
            "Les correspondances lisent plusieurs fichiers, ou aucun de ce nom.",
            "Mettez le nom du fichier, ou la fin de ce nom, devant le numéro : `--record GLJ2024.TXT:17` ; et devant lui le nom de la correspondance : `--record journal=GLJ2024.TXT:17`. `--at` et `--reject` s’écrivent de même.",
        ),
        Code::NotTraced => told_as(
            "rien ne ramène en arrière depuis `{path}` : {problem}",
            "Le chemin d’une ligne ou d’un rejet vers ses octets est rompu.",
            "Donnez un fichier sous `data/` du dossier d’une exécution, là où il a été écrit, d’une table qui a `_file` et `_offset` ; ou donnez la correspondance et `--record`.",
        ),
        Code::MappingGone => told_as(
            "la correspondance `{mapping}` de l’exécution n’est pas à `{path}`",
            "Les preuves d’une exécution disent ce qu’était sa correspondance, non où elle est ; elle a été cherchée près de la source.",
            "Dites où elle est : `--mapping CHEMIN`.",
        ),
        Code::UnknownCode => told_as(
            "aucun constat n’a le code `{code}`[ ; il y a {nearest}]",
            "Les codes des constats sont ceux de la référence.",
            "docs/reference/findings.md donne tous les codes.",
        ),
        Code::OtherHeader => told_as(
            "`{path}` a d’autres en-têtes que `{first}`",
            "Une correspondance lit des fichiers d’une même structure, et ces deux-là n’ont pas les mêmes colonnes, ou pas dans le même ordre.",
            "Déduisez une correspondance de chaque sorte de fichiers à part.",
        ),
        Code::NothingToInfer => told_as(
            "il n’y a rien dans `{path}` dont on puisse tirer une correspondance[ : {what}]",
            "Les fichiers sont vides, ou n’ont que des lignes blanches et du remplissage.",
            "Redemandez l’extraction, ou nommez un fichier qui a des enregistrements.",
        ),
        Code::LayoutUnread => told_as(
            "la description `{path}` ne peut pas être lue : {problem}",
            "Une description est un tableau de champs (nom, début, longueur ou fin, type), un schéma de table Frictionless ou un JSON Schema.",
            "Donnez au tableau une ligne d’en-têtes comme `nom,début,longueur,type`, ou enregistrez le schéma en JSON.",
        ),
        Code::LayoutMistake => told_as(
            "ligne {line} de la description `{path}` : {problem}[ (`{value}`)]",
            "Un champ de la description n’a pas de nom ou pas de place, ou une place impossible.",
            "Corrigez la ligne, ou ôtez-la. Les positions comptent à partir de 1, et la fin est comprise.",
        ),
        Code::LayoutContradicted => told_as(
            "la description[ de `{field}`] et les données ne s’accordent pas : {problem}[ ; {n:enregistrement|enregistrements}][, d’abord dans l’enregistrement {first}]",
            "Le champ est proposé de façon que rien ne se perde, et un commentaire à côté dit ce que veut la description.",
            "Regardez l’endroit nommé. Corrigez la description, ou demandez à son auteur quelle édition de l’extraction elle décrit.",
        ),
        Code::FieldsOverlap => told_as(
            "`{field}` et `{other}` lisent tous deux la position {places}, et aucun n’est contenu dans l’autre",
            "Deux champs ont une partie de leurs places en commun ; l’un des deux commence ou finit sans doute une place à côté.",
            "Comparez les deux `at:` avec la description de l’ancien système. Si l’un est une partie de l’autre, qu’il y soit contenu.",
        ),
        Code::PictureTooWide => told_as(
            "le modèle `{picture}` a {letters:lettre|lettres}, et le champ {places:place|places}",
            "Une valeur qui suit le modèle n’entrerait pas dans le champ ; aucune ne le suit donc jamais.",
            "Écrivez le modèle comme les valeurs sont écrites, signes compris, par exemple `YYYYMMDD` pour 20261231 ; ou corrigez `at:`.",
        ),
        Code::EndsNoParent => told_as(
            "`{kind}` ferme `{ended}`, sous lequel il n’y a rien ; vouliez-vous dire `{nearest}` ?",
            "Un genre en ferme un autre qui n’a pas d’enfant, alors qu’un parent n’est jamais fermé.",
            "Nommez le parent des enregistrements que celui-ci ferme : `ends: head`. Si c’est voulu ainsi, il n’y a rien à faire.",
        ),
        Code::NeverTrue => told_as(
            "une comparaison avec NULL n’est jamais vraie",
            "En SQL, rien n’est égal à NULL ni différent de lui : une telle comparaison n’a de valeur dans aucune ligne.",
            "Posez la question avec `IS NULL` ou `IS NOT NULL`.",
        ),
        Code::FieldsBlank => told_as(
            "{fields} de `{kind}` {count?est vide|sont vides} dans les {records:enregistrement lu|enregistrements lus}",
            "Un champ ne contient rien dans les premiers enregistrements : il ne sert pas, ou il se trouve ailleurs.",
            "Si l’ancien système l’emploie, comparez sa place avec la description ; sinon, il n’y a rien à faire.",
        ),
        Code::FieldFails => told_as(
            "{failed} des {values:valeur|valeurs} de `{field}` ne se lisent pas ({file}, enregistrement {record})[ ; avec `{key}: {value}`, {good} sur {of} se lisent]",
            "La plupart des premières valeurs d’un champ ne conviennent pas à son type : sa place, son modèle ou son signe est autre.",
            "Comparez avec la description de l’ancien système, et avec l’enregistrement nommé. Ce qui a été essayé n’est qu’une proposition : elle convient aux enregistrements lus.",
        ),
        Code::NeverMet => told_as(
            "aucune des {values:valeur|valeurs} de `{column}` ne satisfait son `{key}:` ({file}, enregistrement {record})",
            "Le contrôle d’une colonne ne vaut pour aucune des premières valeurs ; il est sans doute faux, ou le champ l’est.",
            "Regardez l’enregistrement nommé ; corrigez ensuite le contrôle, ou la place et le type du champ.",
        ),
        Code::KindNotThere => told_as(
            "aucun des {records:enregistrement lu|enregistrements lus} n’est du genre `{kind}`[ ; {untold} ne sont d’aucun genre, et portent à cet endroit : {found}]",
            "Parmi les premiers enregistrements, aucun n’est de ce genre : sa condition est peut-être fausse, ou ils viennent plus loin.",
            "Comparez `when:` avec les enregistrements : la place se compte à partir de 1, et l’on compare autant de caractères que `at:` a de places.",
        ),
        Code::LinesShort => told_as(
            "{lines} sur {of:ligne lue|lignes lues} finissent avant leur dernier champ : la plupart ont {length} caractères, et le champ finit à {wanted}",
            "La plupart des lignes sont plus courtes que les champs de leur genre, et une ligne trop courte est refusée.",
            "D’anciens programmes omettent les blancs en fin de ligne : écrivez alors `records: {short: pad}`. Sinon, corrigez `at:` du dernier champ.",
        ),
        Code::LengthOff => told_as(
            "les enregistrements n’ont pas {length} octets[ ; avec {fits} octets, ils se lisent][ ; une fin de ligne suit tous les {line} octets : écrivez `end: newline`][ ; {ends:fin de ligne se trouve|fins de ligne se trouvent} dans les premiers octets, à distances inégales : écrivez `end: newline`]",
            "Coupés à cette longueur, presque aucun enregistrement ne se lit : la longueur est autre, ou le fichier a des fins de ligne.",
            "Écrivez la longueur que donne la description, sans les fins de ligne. Si une fin de ligne suit chaque enregistrement, écrivez `records: {end: newline}`.",
        ),
        Code::EncodingOff => told_as(
            "lus comme {encoding}, {before} des {of} octets hors ASCII sont des lettres ; comme {name}, {after} en sont",
            "Les octets hors ASCII des premiers enregistrements ne sont presque jamais des lettres dans le codage déclaré, et presque toujours dans un autre.",
            "Regardez un nom accentué dans les tables d’un essai, sous les deux codages.",
        ),
        Code::NeverThere => told_as(
            "aucun enregistrement ne peut avoir là `{text}` : [il a {letters:caractère|caractères}, et la place {places}][{problem}]",
            "Une condition compare un texte qui ne peut jamais être égal à ce qui se trouve là où elle regarde : aucun enregistrement n’y répond, ou tous avec `not:`.",
            "Donnez à la place autant de positions que le texte a de caractères, ou comparez le texte qui s’y trouve.",
        ),
        Code::NulInText => told_as(
            "{count:caractère NUL se trouve|caractères NUL se trouvent} dans le texte de `{file}`, le premier[ à la ligne {line},] à l’octet {offset}",
            "Un octet 00 se trouve où l’on attend un caractère. Les programmes le cachent ; dans une table il fait partie de la valeur, qui n’est alors égale à aucune autre.",
            "Regardez l’endroit avec `tumpline look`. Redemandez l’extraction ; ou, si l’ancien système écrivait 00 pour un blanc, remplacez-le dans une copie du fichier.",
        ),
        Code::NoLineEnd => told_as(
            "`{file}` n’a pas de fin de ligne parmi ses {bytes:premier octet|premiers octets} : tous sont d’un seul enregistrement[ ; des enregistrements de {length} octets le coupent]",
            "La correspondance lit des lignes, et rien n’y finit une ligne : tout le fichier est un enregistrement, et toutes ses lignes sauf la première sont perdues.",
            "Regardez le fichier avec `tumpline look`. Si ses enregistrements ont tous la même longueur, écrivez `records: {end: {length: 80}}` avec cette longueur.",
        ),
        Code::SameFileGiven => told_as(
            "`{file}`[ a les mêmes octets que `{other}`, et l’ébauche ne le nomme pas][ a été nommé {times} fois] : il compte une fois",
            "Les mêmes octets deux fois ne montrent rien deux fois, et une exécution les refuse. De grands fichiers, des extraits ont été comparés.",
            "Trouvez laquelle des extractions est la bonne ; l’autre est peut-être une ancienne copie sous un nouveau nom.",
        ),
        Code::OtherLength => told_as(
            "`{file}` est coupé en enregistrements de {length:octet|octets}, et {others} iraient presque aussi bien",
            "Le fichier n’a pas de fins de ligne : seul ce qui revient après autant d’octets montre la longueur de ses enregistrements.",
            "Comparez les premiers enregistrements à la structure qu’en a l’ancien système, et dites la longueur à `end:`.",
        ),
        Code::DelimiterNotThere => told_as(
            "`{delimiter}` n’est nulle part dans `{file}` : chaque ligne est une seule cellule",
            "Le délimiteur a été nommé pour les fichiers, mais aucun d’eux ne l’a.",
            "Laissez `--delimiter` de côté, et regardez ce que `tumpline look` trouve entre les cellules.",
        ),
        Code::RecordsTooWide => told_as(
            "la plupart des lignes de `{file}` sont trop longues pour une largeur fixe : jusqu’à {bytes:octet|octets}, alors que les anciens systèmes en avaient au plus {most}",
            "Aucun délimiteur ne coupe les lignes en cellules, et aucun système n’a écrit d’enregistrements de largeur fixe aussi longs.",
            "Regardez avec `tumpline look` comment les enregistrements finissent : ce peut être un autre caractère que la fin de ligne, ou une longueur devant chacun. Nommez ce qui sépare les cellules avec `--delimiter`.",
        ),
        Code::QuoteUnclosed => told_as(
            "l’enregistrement {record} de `{file}`, à la ligne {line}, ouvre dans la cellule {cell} un guillemet qui n’est jamais fermé[ : {bytes:octet|octets} à partir de là ne peuvent pas être lus]",
            "À partir de cet enregistrement, la source ne peut plus être coupée en enregistrements, et une exécution la refuse : tout ce qui suit est entre guillemets.",
            "Corrigez l’enregistrement dans la source ; lisez-la comme une personne le ferait avec `lenient: true` ; ou, si les guillemets y sont du texte, dites `quote: none`.",
        ),
        Code::EndsDiffer => told_as(
            "les lignes de `{file}` finissent de différentes manières : {ends}",
            "Des fichiers réunis, ou passés par plusieurs machines, ont de telles fins. Une exécution coupe à chacune d’elles, et une ébauche aussi.",
            "Regardez si un CR ou un LF se trouve dans un enregistrement : son reste serait un enregistrement à part, plus court que les autres.",
        ),
        Code::FilesDisagree => told_as(
            "aux positions de `{field}`, `{file}` se lit autrement[ que `{other}`]",
            "Chaque fichier a aussi été ébauché seul : celui-ci y a d’autres limites, ou écrit ses jours d’une autre manière. Ce que tous les fichiers ensemble semblent avoir serait faux pour l’un d’eux, et reste du texte.",
            "Ébauchez une correspondance pour chacun des fichiers, et comparez-les. Des fichiers de structures différentes demandent chacun la leur.",
        ),
        Code::MoreCells => told_as(
            "{n} sur {of:enregistrement|enregistrements} ont {cells:cellule|cellules}, alors qu’il en faudrait {expected}[ ; les cellules {left} et {right} ressemblent à un nombre coupé à sa propre marque]",
            "Un nombre ou un nom contient sans doute le délimiteur, sans guillemets ; ou il manque un nom à l’en-tête, et ses noms sont peut-être au-dessus d’autres cellules.",
            "Regardez quelques-uns de ces enregistrements. Si c’est le cas, demandez un export avec des guillemets ou un autre délimiteur. Là où l’ébauche a un genre pour eux, elle lit toutes les cellules ; à partir d’un nombre peut-être coupé, comme du texte sans nom.",
        ),
        Code::LikeTotals => told_as(
            "{n:ligne s’appelle un total|lignes s’appellent des totaux}, et aucune somme ne le prouve[ : {n?enregistrement|enregistrements} {places}][ et {more} autres][ ; les enregistrements au-dessus de l’enregistrement {place} font {sum}][ ; {skipped} d’entre elles {skipped?est sautée|sont sautées}, car le texte n’est pas une valeur de sa colonne]",
            "Les lignes appelées totaux sont sautées là où leurs chiffres sont la somme d’autres lignes. Les autres se lisent comme des enregistrements : une société peut s’appeler ainsi. Si ce sont des totaux, leur argent est chargé deux fois.",
            "Regardez ces lignes. Si ce sont des totaux, donnez-leur un genre avec `when:` et `skip:` avant les autres, et demandez pourquoi les sommes diffèrent.",
        ),
        Code::OtherWidths => told_as(
            "{of:ligne devrait|lignes devraient} avoir {expected:cellule|cellules}[, et {short} en {short?a|ont} moins][, et {long} en {long?a|ont} plus][, la première dans l’enregistrement {first}][ : une exécution en refuse {refused}][ ; ce qui manque dans {padded} d’entre elles se lit comme vide]",
            "Des lignes d’un autre nombre de cellules n’ont peut-être pas leurs dernières cellules, ou ont un délimiteur dans un texte ou un nombre ; alors les cellules suivantes se trouvent sous d’autres noms.",
            "Regardez-en quelques-unes. S’il ne manque que des cellules vides à la fin, `ragged: pad` les lit ; s’il n’y a de trop que des cellules vides, `ragged: truncate`. Sinon, demandez l’export avec des guillemets.",
        ),
        Code::CutEvenly => told_as(
            "aucun en-tête ne dit que les lignes ont {cells:cellule|cellules}, et des cellules ressemblent à un nombre coupé à sa propre marque : {pairs}",
            "Un nombre avec une virgule décimale, ou des virgules entre ses milliers, et sans guillemets fait deux cellules. Si toutes les lignes l’ont, seul un en-tête le montrerait.",
            "Regardez quelques lignes. Si c’est le cas, demandez l’export avec des guillemets ou un autre délimiteur. Si chaque cellule a son propre nombre, donnez-lui le type qui est dans le commentaire : ces cellules sont du texte dans l’ébauche.",
        ),
        Code::EitherWay => told_as(
            "`{file}` est ébauché en largeur fixe, et des virgules couperaient aussi chacune de ses lignes en {cells} cellules",
            "Toutes les lignes ont une même longueur et leurs virgules aux mêmes positions : elles séparent peut-être des cellules, ou sont les marques de nombres.",
            "Regardez quelques lignes. Si les virgules séparent des cellules, refaites l’ébauche avec `--delimiter ,`.",
        ),
        Code::ChainBreaks => told_as(
            "`{file}` se lit ainsi sur ses {records} premiers enregistrements[, jusqu’à l’octet {offset}, et pas plus loin : ce qui s’y trouve ne mène à aucun enregistrement][, jusqu’au bloc à l’octet {block}, et pas plus loin : sa longueur est fausse][ (`X'{bytes}'`)][ ; à partir de l’octet {again}, d’autres mènent à la fin]",
            "Chaque enregistrement de ce fichier dit sa longueur, et celle-ci, ou celle d’avant, est fausse ; ou ce qui se trouve là n’est pas un enregistrement. Tout ce qui précède se lit comme le dit l’ébauche : ni le copybook ni l’ébauche ne sont en cause.",
            "Regardez le fichier à cet endroit, et obtenez-le à nouveau : une exécution de l’ébauche le refuse à partir de là. S’il est fait de plusieurs fichiers, traitez-les un par un.",
        ),
        Code::TooManyCells => told_as(
            "des lignes de `{file}` ont {cells:cellule|cellules}, alors qu’une table en a au plus {most}",
            "Ce qui coupe les lignes en cellules en laisse bien plus qu’aucune table n’a de colonnes : les enregistrements finissent ailleurs.",
            "Regardez avec `tumpline look` comment les enregistrements finissent : ce peut être un autre caractère que la fin de ligne.",
        ),
        Code::NoWayReads => told_as(
            "`{file}` ne se lit selon `{copybook}` d’aucune des manières essayées[ ; `{with}` est la plus proche : {share} % des valeurs se décodent][ ; {length:octet est|octets sont} trop peu pour l’enregistrement du copybook, qui en a {wanted}]",
            "Fins d’enregistrement, pages de code, dialectes et places du premier octet ont été essayés, et d’aucune manière assez de valeurs ne se décodent.",
            "Le copybook est peut-être celui d’un autre fichier ou d’une autre version, ou un transfert en mode texte a abîmé le fichier. Regardez-le avec `tumpline look` ; `--record NOM` nomme un enregistrement parmi plusieurs, `--encoding` et `--dialect` disent ce que vous savez.",
        ),
        Code::ReadsPartly => told_as(
            "`{with}` est la manière la plus proche, et {share} % des valeurs se décodent ainsi[ ; ceux-ci échouent : {fields}]",
            "L’ébauche est la meilleure manière trouvée ; et des champs échouent encore : une exécution refuse les enregistrements dont un nombre échoue ; des textes que personne ne lit, comme des caractères de commande, sont chargés tels quels.",
            "Comparez le copybook au programme qui a écrit le fichier : un champ peut avoir un autre usage, ou le fichier venir d’une autre version.",
        ),
        Code::DraftRefuses => told_as(
            "une exécution de l’ébauche refuse {refused} des {records:premier enregistrement|premiers enregistrements} de `{file}`[ : {why}]",
            "L’ébauche est la meilleure manière trouvée pour le premier fichier, et elle a été essayée comme une exécution lirait ces enregistrements.",
            "`tumpline explain CODE` dit ce qu’une raison signifie, et `--trial` quels enregistrements ce sont : un champ peut avoir un autre usage, ou le fichier être d’un autre genre ou d’une autre version.",
        ),
        Code::RestOfRecord => told_as(
            "[le reste de {end:octet|octets} de `{file}` commence comme un enregistrement : le fichier est peut-être coupé][{start:octet au début|octets au début} de `{file}` {start?finit|finissent} comme un enregistrement : son commencement manque peut-être][la dernière ligne de `{file}` n’a pas de fin de ligne et {line:octet|octets}, moins que d’autres : le fichier est peut-être coupé][à la fin de `{file}`, {fill:octet est|octets sont} partout `{byte}`, comme ailleurs des enregistrements entiers : ce sont des enregistrements, ou un remplissage][`{block}` se termine au milieu d’un bloc : le fichier est peut-être coupé]",
            "Un fichier coupé en route se termine au milieu d’un enregistrement. L’ébauche ne saute donc pas ce qui en est peut-être un morceau : une exécution le refuse, ou le lit comme des enregistrements.",
            "Comparez la taille du fichier et le nombre de ses enregistrements avec l’original, et obtenez-le à nouveau s’il a été coupé. Seulement si ces octets ne sont d’aucun enregistrement, sautez-les : `file_trailer: N`.",
        ),
        Code::ReadsEitherWay => told_as(
            "le fichier se lit aussi bien de deux manières, avec d’autres valeurs : l’ébauche a `{with}`, et `{other}` tient aussi",
            "Rien dans les valeurs examinées ne tranche entre les deux.",
            "Comparez quelques nombres ou noms avec l’ancien système, et corrigez l’ébauche si elle a tort.",
        ),
        Code::RecordsShift => told_as(
            "à partir de l’enregistrement {record} de `{file}` (position {offset}), tout est {bytes:octet|octets} plus {side} qu’avant",
            "Les enregistrements ont une même longueur, et ceux d’avant se lisent bien à leur place ; ceux d’après ne se lisent bien que tant d’octets à côté. Des octets ont été perdus ou ajoutés en route, d’ordinaire dans l’enregistrement précédent. Une exécution refuse ce qui suit, ou le lit mal ; l’ébauche n’en dit rien.",
            "Obtenez le fichier à nouveau, en binaire et avec sa longueur d’enregistrement ; comparez sa taille à celle de l’original.",
        ),
        Code::FieldsSlide => told_as(
            "à partir de `{field}`, les valeurs sont {bytes:octet|octets} plus {side} que ne dit le copybook : {share} % se décodent ici, {other} % le feraient là",
            "Tout ce qui précède ce champ se décode à sa place, et tout ce qui suit ailleurs : le copybook a moins ou plus d’octets que le fichier avant lui.",
            "Trouvez le copybook de la version qui a écrit le fichier ; ou corrigez l’élément qui précède ce champ.",
        ),
        Code::HoldsNothing => told_as(
            "il n’y a aucun enregistrement dans `{file}` : {what}",
            "Un fichier sans enregistrement est le plus souvent une extraction qui a échoué.",
            "Vérifiez que l’extraction s’est bien terminée ; si un fichier peut être vide, dites-le : `files: {glob: …, empty: allow}`.",
        ),
    }
}

/// The words for an argument that is a stable word; none if it is not known.
#[expect(clippy::too_many_lines, reason = "one flat table")]
pub fn word(code: Code, arg: &str, word: &str) -> Option<&'static str> {
    Some(match (code, arg, word) {
        (Code::HoldsNothing | Code::NothingToInfer, "what", "empty") => "il n’a aucun octet",
        (Code::HoldsNothing | Code::NothingToInfer, "what", "mark") => "il n’a qu’une marque d’ordre des octets",
        (Code::HoldsNothing | Code::NothingToInfer, "what", "blank") => {
            "il n’a que des blancs, des NUL et des fins de ligne"
        }
        (Code::RestOfRecord, "start", "bytes") => {
            "Regardez les premiers octets : si le fichier est un morceau d’un plus grand, obtenez-le en entier. Seulement si ces octets ne sont d’aucun enregistrement, sautez-les : `file_header: N`."
        }
        (Code::LayoutUnread, _, "no_places") => {
            "elle ne donne aucune place, et rien ne sépare des cellules dans le fichier"
        }
        (Code::LayoutUnread, _, "large") => "elle dépasse 16 Mio",
        (Code::LayoutUnread, _, "no_json") => "ce n’est pas du JSON",
        (Code::LayoutUnread, _, "no_schema") => "elle n’a ni `fields` ni `properties`",
        (Code::LayoutUnread, _, "encoding") => "ses octets ne sont pas du texte",
        (Code::LayoutUnread, _, "no_table") => "ce n’est pas un tableau",
        (Code::LayoutUnread, _, "no_headers") => {
            "aucune ligne ne dit quelle colonne est le nom, et laquelle la place ou le type"
        }
        (Code::LayoutUnread, _, "no_fields") => "elle n’a pas de champ",
        (Code::LayoutMistake, _, "name") => "le champ n’a pas de nom",
        (Code::LayoutMistake, _, "place") => "le champ n’a pas de place possible",
        (Code::LayoutContradicted, "problem", "fails") => "des valeurs ne se lisent pas comme elle le dit",
        (Code::LayoutContradicted, "problem", "never") => "aucune valeur ne se lit comme elle le dit",
        (Code::LayoutContradicted, "problem", "picture") => "ses dates s’écrivent autrement",
        (Code::LayoutContradicted, "problem", "decimals") => "ses nombres ont plus de décimales",
        (Code::LayoutContradicted, "problem", "unread") => "son type n’existe pas dans la langue des correspondances",
        (Code::LayoutContradicted, "problem", "missing") => "le fichier n’a pas cette colonne",
        (Code::LayoutContradicted, "problem", "extra") => "seul le fichier a cette colonne",
        (Code::LayoutContradicted, "problem", "border") => "sa fin coupe des mots",
        (Code::LayoutContradicted, "problem", "short") => "des enregistrements finissent au milieu",
        (Code::LayoutContradicted, "problem", "past") => "tous les enregistrements finissent avant lui",
        (Code::LayoutContradicted, "problem", "twice") => "elle a deux champs de ce nom",
        (Code::LayoutContradicted, "problem", "right") => {
            "à partir de ce champ, chaque limite convient mieux une place plus à droite"
        }
        (Code::LayoutContradicted, "problem", "left") => {
            "à partir de ce champ, chaque limite convient mieux une place plus à gauche"
        }
        (Code::LayoutContradicted, "problem", "sign") => "le champ voisin a son signe, et les deux se lisent ensemble",
        (Code::LayoutContradicted, "problem", "open_sign") => {
            "un signe est entre lui et un autre nombre, et rien ne dit duquel il est : les deux sont du texte"
        }
        (Code::LayoutContradicted, "problem", "punched") => {
            "ses derniers chiffres sont des lettres, comme l’est un signe dans le dernier chiffre, et la description n’a pas de signe"
        }
        (Code::LayoutContradicted, "problem", "letters") => {
            "`C` et `D` derrière lui sont peut-être son signe, qui n’est pas lu : que la colonne le dise, comme `CASE WHEN … = 'C' THEN -… END`"
        }
        (Code::LayoutContradicted, "problem", "beyond") => {
            "il y a quelque chose derrière, où la description n’a pas de champ"
        }
        (Code::YamlSyntax, _, "documents") => "une correspondance est un seul document, sans `---` au milieu",
        (Code::YamlSyntax, _, "alias") => "un texte sans guillemets ne peut pas commencer par `*`",
        (Code::YamlSyntax, _, "anchor") => "un texte sans guillemets ne peut pas commencer par `&`",
        (Code::YamlSyntax, _, "tag") => "un texte sans guillemets ne peut pas commencer par `!`",
        (Code::YamlSyntax, _, "key") => "une clé doit être un texte simple",
        (Code::YamlSyntax, _, "escape") => "une barre oblique inverse devant une lettre qui ne va pas avec elle",
        (Code::YamlSyntax, _, "quote") | (Code::CopybookText, "problem", "open_literal") => {
            "le guillemet ouvert ici n’est jamais fermé"
        }
        (Code::YamlSyntax, _, "after_quote") => "il y a quelque chose après un guillemet fermant",
        (Code::YamlSyntax, _, "tab") => "une tabulation là où seuls des espaces sont admis",
        (Code::YamlSyntax, _, "blank") => {
            "un blanc qui n’est pas un espace ordinaire, comme en écrivent les traitements de texte et les pages web"
        }
        (Code::YamlSyntax, _, "bracket") => "il manque une virgule, un crochet ou une accolade",
        (Code::YamlSyntax, _, "bracket_open") => "le crochet ou l’accolade ouvert ici n’est jamais fermé",
        (Code::YamlSyntax, _, "flow_colon") => "un second `: ` dans le même élément",
        (Code::YamlSyntax, _, "indentation") => "le retrait de la ligne ne convient pas aux lignes du dessus",
        (Code::YamlSyntax, _, "no_dash") => "les lignes de cette liste commencent par `-`, et pas celle-ci",
        (Code::YamlSyntax, _, "indented_more") => {
            "la ligne est plus en retrait que celle du dessus, qui a déjà sa valeur"
        }
        (Code::YamlSyntax, _, "no_colon") => "il manque un deux-points",
        (Code::YamlSyntax, _, "no_space") => "il manque un espace après le deux-points",
        (Code::YamlSyntax, _, "colon") => "un deux-points qui n’a pas sa place",
        (Code::YamlSyntax, _, "colon_in_text") => "un second `: ` sur la même ligne",
        (Code::YamlSyntax, _, "directive") => "une ligne ne peut pas commencer par `%`",
        (Code::YamlSyntax, _, "character") => "un texte sans guillemets ne peut pas commencer par ce caractère",
        (Code::YamlSyntax, _, "syntax") => "quelque chose manque ou est de trop",

        (Code::WrongShape, _, "text") => "un texte",
        (Code::WrongShape, _, "number") => "un nombre entier",
        (Code::WrongShape, _, "share") => "une part telle que `0.1%`, à quatre décimales au plus",
        (Code::WrongShape, _, "list") => "une liste",
        (Code::WrongShape, _, "map") => "un ensemble de clés",
        (Code::WrongShape, _, "word") => "un mot",
        (Code::EvidenceTotal, "manifest" | "found", "") => "rien",
        (Code::WrongShape, _, "character") => "un seul caractère",
        (Code::WrongShape, _, "name") => "un nom sans point",
        (Code::WrongShape, _, "years") => "un intervalle tel que `1950-2049`",
        (Code::WrongShape, _, "table_name") => "un nom fait de lettres, de chiffres et de `_`",
        (Code::WrongShape, _, "parameter_name") => {
            "un nom fait de lettres, de chiffres et de `_`, qui commence par une lettre et n’est pas un mot de SQL"
        }
        (Code::WrongShape, _, "pair") => "une liste de deux valeurs, la plus petite et la plus grande",
        (Code::WrongShape, _, "text_or_list") => "un texte ou une liste de textes",
        (Code::WrongShape, _, "table_column") => "une table et sa colonne, comme `accounts.account`,",

        (Code::DuplicateName, _, "mapping") => "correspondances",
        (Code::DuplicateName, _, "migration") => "fichiers de migration",
        (Code::DuplicateName, _, "file") => "fichiers de la source",
        (Code::DuplicateName, _, "field") => "champs",
        (Code::DuplicateName, _, "header") => "en-têtes",
        (Code::DuplicateName, _, "kind") => "genres",
        (Code::DuplicateName, _, "table") => "tables",
        (Code::DuplicateName, _, "column") => "colonnes",
        (Code::DuplicateName, _, "rule") => "règles",
        (Code::DuplicateName, _, "control") => "contrôles",
        (Code::MissingKey, _, "sum_or_count") => "sum` ou `count",
        (Code::MissingKey, _, "figure") => "count`, `sum` ou `is",
        (Code::MissingKey, _, "test") => "row`, `unique`, `references`, `sum`, `count` ou `sequence",

        (Code::NoFolderName, "problem", "too_long") => "elle est trop longue",
        (Code::NoFolderName, "problem", "means_empty") => "les lecteurs la prendraient pour une absence de valeur",

        (Code::BadPosition, "problem", "counts_from_1") => "les positions se comptent à partir de 1",
        (Code::BadPosition, "problem", "backwards") => "la fin vient avant le début",
        (Code::BadPosition, "problem", "no_range") => "écrivez `12` ou `12-20`",
        (Code::BadPosition, "problem", "too_large") => "le nombre est trop grand",
        (Code::BadPosition, "problem", "one_cell") => "un champ est une seule cellule",
        (Code::BadPosition, "problem", "long_length") => {
            "une longueur a au plus 18 chiffres, ou 8 octets si elle n’est pas du texte ; un code en a 64"
        }
        (Code::BadPosition, "problem", "short_for_codes") => "un code de `lengths:` est plus long",
        (Code::BadPosition, "problem", "behind_header") => "elle se trouve après la fin de `header:`",
        (Code::BadPosition, "problem", "beyond_end") => "elle se trouve après la fin de l’enregistrement",
        (Code::BadPosition, "problem", "beyond_repetition") => "elle se trouve après la fin d’une répétition",
        (Code::BadPosition, "problem", "not_times_width") => "sa longueur n’est pas times × width",

        (Code::NeverThere, "problem", "blanks") => "`trim:` retire du champ les blancs qui l’entourent",
        (Code::NeverThere, "problem", "shorter") => {
            "avec `trim: none` le champ garde ses blancs, et il est plus long que le texte"
        }

        (Code::BadPattern, _, "no_group") => {
            "il n’a pas de groupe entre parenthèses, et le premier groupe est le champ"
        }
        (Code::BadPattern, _, "too_large") => "il est trop grand",
        (Code::BadPattern, _, "escape") => "rien ne suit son dernier caractère d’échappement",
        (Code::BadPattern, _, "syntax") => "ce n’est pas une expression rationnelle",

        (Code::SqlNotHere, _, "subquery") => "de sous-requêtes",
        (Code::SqlNotHere, _, "aggregate") => "de sommes ni de comptes de lignes",
        (Code::SqlNotHere, _, "window") => "de fenêtres sur les lignes",
        (Code::SqlNotHere, _, "parameter") => "de paramètres comme `?` ou `$1`",
        (Code::SqlNotHere, _, "star") => "de `*`",
        (Code::SqlNotHere, _, "named_argument") => "d’arguments nommés",
        (Code::SqlNotHere, _, "operator") => "d’opérateur de cette sorte",
        (Code::SqlNotHere, _, "quoted_text") => "de textes entre de telles marques ; écrivez 'texte'",
        (Code::SqlNotHere, _, "array") => "de listes ni de structures",
        (Code::SqlNotHere, _, "function_form") => "de fonctions écrites ainsi",
        (Code::SqlNotHere, _, "zone") => "de fuseaux horaires",
        (Code::SqlNotHere, _, "interval") => "d’intervalles de cette forme ; écrivez `interval '3' month`",
        (Code::SqlNotHere, _, "interval_alone") => "d’intervalles seuls ; ajoutez-en un à une date",
        (Code::SqlNotHere, _, "syntax") => "de telle construction",
        (Code::SqlNotHere, _, "comment") => {
            "`--` dans un texte d’une seule ligne ; écrivez `- -1`, ou un commentaire ainsi : `/* … */`"
        }
        (Code::SqlNotHere, _, "type") => "de tel type",
        (Code::SqlTooLarge, _, "length") => "elle dépasse 64 Kio",
        (Code::SqlTooLarge, _, "depth") => "elle est emboîtée sur plus de 100 niveaux",
        (Code::SqlTooLarge, _, "parts") => "ce que comparent CASE, IN et BETWEEN s’y écrit plus de 100 000 fois",
        (Code::SqlTooLarge, _, "tokens") => "elle a plus de 2 000 opérateurs",
        (Code::NotConstant, _, "pattern") => "un motif",
        (Code::NotConstant, _, "format") => "un format",
        (Code::NotConstant, _, "unit") => "une unité",
        (Code::NotConstant, _, "scale") => "un nombre de décimales",
        (Code::NotConstant, _, "escape") => "un caractère d’échappement, un seul,",
        (Code::NotConstant, _, "group") => "le numéro d’un groupe",
        (Code::NotConstant, _, "month") => "un mois",
        (Code::BadArgument, _, "length") => "longueur",
        (Code::BadArgument, _, "position") => "position",
        (Code::BadArgument, _, "count") => "nombre de fois",
        (Code::BadArgument, _, "text") => "texte",
        (Code::BadArgument, _, "month") => "mois",
        (Code::BadArgument, _, "pattern") => "motif",
        (Code::BadArgument, _, "number") => "nombre",

        (Code::BadPicture, "problem", "unknown_letter") => "il a une lettre qui ne désigne rien",
        (Code::BadPicture, "problem", "no_year") => "il n’a pas d’année",
        (Code::BadPicture, "problem", "no_day") => "il n’a pas de jour ou de mois",
        (Code::BadPicture, "problem", "no_time") => "il n’a pas d’heure, ou des parties qui n’en sont pas",
        (Code::BadPicture, "problem", "years_missing") => "`YY` exige un intervalle, par exemple `years: 1950-2049`",
        (Code::BadPicture, "problem", "empty" | "format_empty") => "il est vide",
        (Code::BadPicture, "problem", "format_letter") => "il a après `%` une lettre qui ne désigne rien",
        (Code::BadPicture, "problem", "format_century") => "`%y` ne dit pas le siècle ; écrivez `%Y`, quatre chiffres",
        (Code::BadPicture, "problem", "format_part_twice") => "il a deux fois la même partie de la date",
        (Code::BadPicture, "problem", "format_without_year") => "il n’a pas d’année, `%Y`",
        (Code::BadPicture, "problem", "format_without_day") => {
            "il lui faut le mois et le jour, ou le jour de l’année seul"
        }
        (Code::BadPicture, "problem", "format_without_hour") => "il a des minutes ou des secondes, mais pas d’heure",

        (Code::OffPicture, "other", "clause") => {
            "il la suit avec DECIMAL-POINT IS COMMA (`decimal_comma: true` de `copybook:`)"
        }
        (Code::OffPicture, "other", "point") => "il la suit sans DECIMAL-POINT IS COMMA (`decimal_comma: false`)",
        (Code::OffPicture, "other", "marks") => {
            "il la suit avec l’autre de `.` et `,` comme marque décimale : le programme a une autre PICTURE, ou dites `decimal:` au champ"
        }
        (Code::OffPicture, "allowed", "end") => "rien, car elle finit avant",
        (Code::OffPicture, "allowed", "digit") => "un chiffre",
        (Code::OffPicture, "allowed", "overpunch") => "un chiffre qui porte le signe",
        (Code::OffPicture, "allowed", "blank") => {
            "des blancs avant le nombre, puis ses chiffres, dont le premier n’est pas zéro"
        }
        (Code::OffPicture, "allowed", "asterisk") => {
            "des astérisques avant le nombre, puis ses chiffres, dont le premier n’est pas zéro"
        }
        (Code::OffPicture, "allowed", "float") => "des blancs avant le nombre, puis ses chiffres ; juste devant lui",
        (Code::OffPicture, "allowed", "float_plus") => {
            "des blancs avant le nombre, puis ses chiffres ; juste devant lui un plus ou un moins"
        }
        (Code::OffPicture, "allowed", "float_minus") => {
            "des blancs avant le nombre, puis ses chiffres ; juste devant lui un moins, s’il est négatif"
        }
        (Code::OffPicture, "allowed", "always") => "toujours",
        (Code::OffPicture, "allowed", "always_blank") => "toujours un blanc",
        (Code::OffPicture, "allowed", "within") => "un blanc avant le nombre, et dans le nombre",
        (Code::OffPicture, "allowed", "within_float") => {
            "un blanc avant le nombre, ou ce qui est juste devant lui, et dans le nombre"
        }
        (Code::OffPicture, "allowed", "within_asterisks") => "un astérisque avant le nombre, et dans le nombre",
        (Code::OffPicture, "allowed", "asterisk_or_blank") => {
            "un astérisque avant le nombre, et un blanc dans le nombre"
        }
        (Code::OffPicture, "allowed", "point") => "la marque décimale",
        (Code::OffPicture, "allowed", "plus") => "un plus ou un moins",
        (Code::OffPicture, "allowed", "minus") => "un moins ou un blanc",
        (Code::OffPicture, "allowed", "below") => "deux blancs, ou après un nombre négatif",

        (Code::CopybookText, "problem", "open_pseudo_text") => "le `==` ouvert ici n’est jamais fermé",
        (Code::CopybookText, "problem", "no_period") => "il manque un point ici",
        (Code::CopybookText, "problem", "not_an_entry") => {
            "ce n’est pas une description de données, qui commence par un numéro de niveau"
        }
        (Code::CopybookText, "problem", "level") => "COBOL n’a pas ce niveau (1 à 49, 66, 77, 78, 88)",
        (Code::CopybookText, "problem", "name") => {
            "un nom a au moins une lettre ; la ligne précédente est-elle coupée à la colonne 72 ?"
        }
        (Code::CopybookText, "problem", "comma_number") => {
            "ce n’est un nombre qu’avec DECIMAL-POINT IS COMMA (ici `decimal_comma: true` ou `--decimal-comma`)"
        }
        (Code::CopybookText, "problem", "directive") => {
            "cette ligne dépend d’une condition de compilation, qui n’est pas connue ici"
        }
        (Code::CopybookText, "problem", "copy_phrase") => {
            "cette partie de COPY peut changer ce qu’il apporte, et n’est pas lue ici ; REPLACING LEADING et TRAILING changent les noms"
        }
        (Code::CopybookText, "problem", "nothing") => "ce texte ne contient aucune description de données",
        (Code::CopybookText, "problem", "reference") => {
            "lu en format fixe ou libre, ce texte dit deux choses différentes ; précisez avec `--format`"
        }
        (Code::CobolPicture, "problem", "empty") => "elle est vide",
        (Code::CobolPicture, "problem", "symbol") => "un symbole qu’aucune PICTURE n’a",
        (Code::CobolPicture, "problem", "repeat") => "les parenthèses doivent contenir un nombre supérieur à zéro",
        (Code::CobolPicture, "problem", "place") => "un symbole figure deux fois, ou à une place interdite",
        (Code::CobolPicture, "problem", "point") => {
            "aucun compilateur ne l’accepte ainsi, mais bien si la marque décimale est l’autre de `.` et `,` (DECIMAL-POINT IS COMMA ; ici `decimal_comma: true` ou `--decimal-comma`)"
        }
        (Code::CobolPicture, "problem", "mixed") => "ses symboles ne vont pas ensemble",
        (Code::CopyMissing, "problem", "missing") => "ce livre est introuvable",
        (Code::CopyMissing, "problem", "itself") => "il se copie lui-même",
        (Code::CopyMissing, "problem", "unreadable") => "ce livre est illisible",
        (Code::CopybookItem, "problem", "no_parent") => "aucune donnée au-dessus n’a un numéro de niveau plus petit",
        (Code::CopybookItem, "problem", "picture_of_group") => "une donnée avec PICTURE en a d’autres sous elle",
        (Code::CopybookItem, "problem", "nothing_in_it") => "une donnée sans PICTURE n’a rien sous elle",
        (Code::CopybookItem, "problem", "redefines") => {
            "une autre donnée se trouve entre celle-ci et celle qu’elle redéfinit"
        }
        (Code::CopybookItem, "problem", "ambiguous") => "plusieurs données ont ce nom ; précisez avec OF",
        (Code::CopybookItem, "problem", "counter") => {
            "ce qui compte les éléments doit être un nombre entier placé avant la table"
        }
        (Code::CopybookItem, "problem", "counter_elsewhere") => {
            "ce qui compte les éléments d’une table se trouve dans un autre enregistrement, et dans aucun octet de celui-ci"
        }
        (Code::CopybookItem, "problem", "table_moves") => {
            "une table avec DEPENDING ON se trouve dans une description par REDEFINES, et ce qui la suit n’y a pas de place : des données se trouvent derrière ces octets, ou plusieurs de leurs descriptions sont lues"
        }
        (Code::CopybookItem, "problem", "bounds") => {
            "OCCURS veut un nombre supérieur à zéro, et après TO un nombre qui n’est pas plus petit"
        }
        (Code::CopybookText, "problem", "of_occurs") => "ce mot suit directement OCCURS, avant toute autre clause",
        (Code::CopybookItem, "problem", "occurs_here") => "OCCURS ne peut figurer au niveau 01 ou 77",
        (Code::CopybookItem, "problem", "belongs_66") => {
            "une entrée 66 suit un enregistrement dont elle renomme une partie"
        }
        (Code::CopybookItem, "problem", "belongs_88") => {
            "une entrée 88 suit la donnée dont elle nomme les valeurs, et porte un nom"
        }
        (Code::CopybookItem, "problem", "renames") => "ce que RENAMES nomme finit avant de commencer",
        (Code::CopybookTooLarge, "what", "digits") => "un nombre peut avoir au plus autant de chiffres :",
        (Code::CopybookTooLarge, "what", "record") => "un enregistrement peut avoir au plus autant d’octets :",
        (Code::CopybookNotOpened, "problem", "missing") => "est introuvable",
        (Code::CopybookNotOpened, "problem", "unreadable") => "ne peut pas être lu",
        (Code::CopybookNotOpened, "problem", "broken") => "contient des fautes",

        (Code::OutExists, "sort", "mapping") => "une correspondance",
        (Code::OutExists, "sort", "map") => "une carte des champs",

        (Code::NothingToLoad, _, "kind") => "aucun genre",
        (Code::NothingToLoad, _, "header") => "aucun en-tête",
        (Code::NothingToLoad, _, "field") => "aucun champ",
        (Code::NothingToLoad, _, "table") => "aucune table",
        (Code::NothingToLoad, _, "column" | "columns") => "aucune colonne",

        (Code::KeyMisplaced, "why", "fixed") => "la source est à largeur fixe",
        (Code::KeyMisplaced, "why", "delimited") => "la source est délimitée",
        (Code::KeyMisplaced, "why", "nested") => "on est dans un groupe répété",
        (Code::KeyMisplaced, "why", "no_number") | (Code::CopybookText, "problem", "number") => {
            "ce n’est pas un nombre"
        }
        (Code::KeyMisplaced, "why", "no_bare_digits") => {
            "sa valeur `number` ne vaut que pour COMP-6 et les nombres binaires, dont des blancs peuvent être des chiffres"
        }
        (Code::KeyMisplaced, "why", "zero_of_low_values") => {
            "`X'00'` y est le nombre zéro ; `null_if: [0]` en fait un champ vide"
        }
        (Code::KeyMisplaced, "why", "number_of_high_values") => {
            "`X'FF'` y est un nombre, -1 s’il a un signe ; `null_if:` avec lui en fait un champ vide"
        }
        (Code::KeyMisplaced, "why", "counts") => {
            "l’élément dit combien de fois une table se trouve dans l’enregistrement, et ce qui est vide ne dit aucun nombre : avec `zero`, il n’y a pas d’élément"
        }
        (Code::NumberOfTwo, "meant", "element") => "le numéro de l’élément, et non le champ de ce nom",
        (Code::NumberOfTwo, "meant", "field") => "le champ de ce nom, et non le numéro de l’élément",
        (Code::KeyMisplaced, "why", "no_date") => "ce n’est ni une date ni une heure",
        (Code::KeyMisplaced, "why", "no_text") => "ce n’est pas un texte",
        (Code::KeyMisplaced, "why", "no_bool") => "ce n’est pas un booléen",
        (Code::KeyMisplaced, "why", "no_parent") => "le genre n’a pas de parent",
        (Code::KeyMisplaced, "why", "no_repeat") => "il n’y a pas de groupe répété",
        (Code::KeyMisplaced, "why", "parent_or_end") => {
            "un genre qui a des enfants, qui ferme un parent ou qui est fermé se reconnaît à ses seuls octets : écrivez `at:` ou `index:` avec `is:`"
        }
        (Code::KeyMisplaced, "why", "before_parent") => {
            "un genre suivant a des enfants, ferme un parent ou est fermé, et se reconnaît à ses octets avant toute valeur : placez ce genre-ci après lui"
        }
        (Code::KeyMisplaced, "why", "preamble") => "l’enregistrement se trouve avant l’en-tête",
        (Code::KeyMisplaced, "why", "behind_table") => {
            "l’élément se trouve après une table que l’enregistrement compte lui-même, et les genres se distinguent avant"
        }
        (Code::KeyMisplaced, "why", "no_cobol") => {
            "seuls les enregistrements décrits par un copybook l’ont (format: cobol)"
        }
        (Code::KeyMisplaced, "why", "own_place") => "le champ dit lui-même sa place",
        (Code::KeyMisplaced, "why", "stored") => "le copybook dit comment ce nombre se trouve dans ses octets",
        (Code::KeyMisplaced, "why", "in_table") => "le copybook dit où se trouvent les éléments d’une table",
        (Code::KeyMisplaced, "why", "repeat") => "c’est un groupe répété",
        (Code::KeyMisplaced, "why", "float") => "c’est un nombre à virgule flottante",
        (Code::KeyMisplaced, "why", "parquet") => "un fichier Parquet dit lui-même comment il se lit",
        (Code::KeyMisplaced, "why", "only_by") => "elle va avec `references:`, `sum:`, `count:` et `sequence:`",
        (Code::KeyMisplaced, "why", "only_nulls") => "elle va avec `unique:` et `references:`",
        (Code::KeyMisplaced, "why", "only_sum") => "elle va avec `sum:`",
        (Code::KeyMisplaced, "why", "summed") => "la somme elle-même est le montant en jeu",
        (Code::KeyMisplaced, "why", "no_difference") => {
            "le contrôle répète une valeur (`is:`), et n’a pas d’écart qui puisse être accepté"
        }
        (Code::KeyMisplaced, "why", "no_amount") => "la règle n’a pas de montant en jeu",
        (Code::KeyMisplaced, "why", "only_sets") => "elle va avec les règles sur plusieurs lignes",
        (Code::KeyMisplaced, "why", "only_count") => "elle va avec `count:`",
        (Code::KeyMisplaced, "why", "only_report") => "elle va avec les contrôles hors des fichiers",
        (Code::KeyMisplaced, "why", "only_counted") => "elle va avec `count:` et `sum:`",
        (Code::KeyMisplaced, "why", "one_kind") => "elle va avec un seul genre, ou un seul de ses groupes",
        (Code::KeyMisplaced, "why", "no_split") => "la table n’a pas de `split:`",
        (Code::KeyMisplaced, "why", "fixed_length") => "tous les enregistrements ont la même longueur",
        (Code::KeyMisplaced, "why", "described") => "les enregistrements disent leur longueur",
        (Code::KeyMisplaced, "why", "no_lengths") => "elle va avec `end: {length: …}`, `{rdw: …}` et `{length_at: …}`",
        (Code::KeyMisplaced, "why", "only_rdw") => "elle va avec `rdw:`",
        (Code::KeyMisplaced, "why", "only_bdw") => "elle va avec `bdw:`",
        (Code::KeyMisplaced, "why", "only_length_at") => "elle va avec `length_at:`",
        (Code::KeyMisplaced, "why", "only_told") => "elle va avec `rdw:` et `length_at:`",
        (Code::KeyMisplaced, "why", "computed") => "l’expression dit la longueur, et peut y ajouter",
        (Code::KeyMisplaced, "why", "even_blocks") => {
            "elle va avec `length: N` en blocs d’une seule longueur (avec `rdw:`, seule `block_length:` est possible)"
        }
        (Code::KeyMisplaced, "why", "only_header") => "elle va avec `length_at:` et `length: {sql: …}`",
        (Code::KeyMisplaced, "why", "no_header") => {
            "une longueur dans l’enregistrement compte l’enregistrement ; il n’y a pas de `header:`"
        }

        (Code::BadReference, "why", "is_read") => "elle est ignorée, et un champ ou une condition la lit",
        (Code::BadReference, "why", "own_ancestor") => "le genre serait son propre ancêtre",
        (Code::BadReference, "why", "ends_ancestor") => {
            "un genre qui a des enfants ne peut pas fermer ce qui est au-dessus de lui"
        }
        (Code::BadReference, "why", "no_child") => "ce n’est pas un enfant du genre de la table",
        (Code::BadReference, "why", "no_parent") => {
            "ce n’est ni le genre de la table, ni un genre au-dessus, ni un genre joint par `with:`"
        }
        (Code::BadReference, "why", "no_field") => {
            "elle ne nomme aucun champ et ne porte donc sur aucun enregistrement"
        }
        (Code::BadReference, "why", "other_kind") => {
            "un genre se reconnaît à ses propres champs ; ce qu’un parent prête n’est connu qu’après le genre"
        }
        (Code::BadReference, "why", "no_repeat") => "ce n’est pas un groupe répété",
        (Code::BadReference, "why", "outer_table") => {
            "de la table qui entoure celle-ci, seul le numéro (`.number`) peut être nommé ici"
        }
        (Code::PartialRecord, "why", "counted") => {
            "les enregistrements comptent leurs tables, et chacun est lu comme s’il avait la longueur du plus long"
        }
        (Code::NoConditions, "why", "none") => "il n’y a pas de niveau 88",
        (Code::NoConditions, "why", "type") => "aucune valeur de ses niveaux 88 n’est possible avec son type",
        (Code::NoConditions, "why", "edited") => "ses niveaux 88 nomment des textes, et il est lu comme un nombre",
        (Code::NoConditions, "why", "trimmed") => {
            "ses niveaux 88 distinguent des valeurs par les blancs qui les précèdent, et que son `trim` retire"
        }
        (Code::BadReference, "why", "skipped") => "les enregistrements de ce genre ne sont pas lus",
        (Code::BadReference, "why", "float_key") => "l’égalité de nombres à virgule flottante n’est pas sûre",
        (Code::BadReference, "why", "no_date") => "ce n’est pas une date",
        (Code::BadReference, "why", "circle") => "la colonne serait cherchée par sa propre valeur",
        (Code::BadReference, "why", "twice") => "la clé l’a déjà",
        (Code::BadReference, "why", "no_sum") => "seuls les nombres entiers et décimaux s’additionnent",
        (Code::BadReference, "why", "no_count") => "un compte est un nombre entier",
        (Code::BadReference, "why", "not_above") => {
            "son genre n’est ni fermé par l’enregistrement de contrôle, ni au-dessus de lui ; dites `under:` au genre de cet enregistrement s’il se trouve dessous"
        }
        (Code::BadReference, "why", "not_lent") => "il n’est ni du genre compté, ni d’un genre au-dessus",
        (Code::BadReference, "why", "no_whole") => "seuls les nombres entiers se comptent de un en un",
        (Code::BadReference, "why", "other_table") => "toutes les colonnes d’un renvoi sont d’une même table",
        (Code::BadReference, "why", "no_folder") => {
            "seuls des textes, des nombres entiers, des dates et des vrai/faux peuvent nommer des dossiers"
        }
        (Code::BadReference, "why", "personal_folder") => "elle est personnelle, et le nom d’un dossier est vu de tous",

        (Code::CrosswalkLine, _, "few") => "il n’y a pas de cellule pour",
        (Code::CrosswalkLine, _, "many") => "il y a plus de cellules que d’en-têtes",
        (Code::CrosswalkLine, _, "quote") => "un guillemet n’est pas à sa place dans",
        (Code::CrosswalkLine, _, "unclosed") => "un guillemet n’est jamais fermé dans",
        (Code::CrosswalkValue, "why", "TL0201") => "un octet que l’encodage n’a pas",
        (Code::CrosswalkValue, "why", "TL0202") => "pas un nombre",
        (Code::CrosswalkValue, "why", "TL0203") => "un nombre trop grand",
        (Code::CrosswalkValue, "why", "TL0204") => "plus de décimales que le type",
        (Code::CrosswalkValue, "why", "TL0205") => "un signe qui n’est pas à sa place",
        (Code::CrosswalkValue, "why", "TL0211") => "ce n’est pas écrit selon `picture`",
        (Code::CrosswalkValue, "why", "TL0212") => "une date impossible",
        (Code::CrosswalkValue, "why", "TL0213") => "une heure impossible",
        (Code::CrosswalkValue, "why", "TL0214") => "ni `true` ni `false`",
        (Code::CrosswalkValue, "why", "TL0216") => "ce n’est pas un nombre à virgule flottante",
        (Code::CrosswalkUnreadable, _, "Parquet") => "ce n’est pas du Parquet lisible",
        (Code::CrosswalkUnreadable, _, "size") => "il dépasse un Gio",
        (Code::CrosswalkUnreadable, _, "type") => "une colonne est d’un type qu’aucune correspondance n’a",

        (Code::YamlTooLarge, _, "bytes") => "elle a trop d’octets",
        (Code::YamlTooLarge, _, "depth") => "elle est trop profonde",

        (Code::EvidenceTotal, "what", "identity") => {
            "l’empreinte de ce qui a été lu (correspondances, sources, paramètres)"
        }
        (Code::EvidenceTotal, "what", "rows") => "les lignes",
        (Code::EvidenceTotal, "what", "bytes") => "les octets",
        (Code::EvidenceTotal, "what", "count") => "le nombre de valeurs",
        (Code::EvidenceTotal, "what", "empty") => "le nombre de valeurs vides",
        (Code::EvidenceTotal, "what", "min") => "la plus petite valeur",
        (Code::EvidenceTotal, "what", "max") => "la plus grande valeur",
        (Code::EvidenceTotal, "what", "sum") => "la somme",
        (Code::EvidenceUnreadable, _, "JSON") => "il est abîmé, ou a été changé à la main",
        (Code::EvidenceUnreadable, _, "Parquet") => "ce n’est pas un fichier Parquet complet",

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

        (Code::Io, "problem", "Permission denied (os error 13)" | "Access is denied. (os error 5)") => {
            "permission refusée"
        }
        (Code::Io, "problem", "Read-only file system (os error 30)") => "le disque est en lecture seule",
        (Code::Io, "problem", "No such file or directory (os error 2)") => "il n’y a rien de ce nom",
        (Code::Io, "problem", "Is a directory (os error 21)") => "c’est un dossier",
        (Code::Io, "problem", "Not a directory (os error 20)") => {
            "une partie du chemin est un fichier, et non un dossier"
        }
        (Code::ParameterClash, "other", "field") => "un champ",
        (Code::ParameterClash, "other", "column") => "une colonne",
        (Code::WrongPath, _, "mapping") => "une correspondance : il dit ce que partagent celles de son dossier",
        (Code::WrongPath, _, "mappings") => "un dossier qui contient une correspondance",
        (Code::WrongPath, _, "run") => "une exécution, ni un dossier de sortie qui en a une",
        (Code::WrongPath, _, "UTF-8") => "un texte en UTF-8",
        (Code::WrongPath, _, "folder") => "un dossier",
        (Code::WrongPath, _, "file") => "un fichier",
        (Code::WrongPath, _, "no pipe" | "no stream") => "un fichier : c’est un tube ou un périphérique",
        (Code::WrongPath, _, ".yaml") => "une correspondance d’après son nom, qui doit finir par `.yaml`",
        (Code::WrongPath, _, "Unicode") => "un nom en Unicode, comme doit l’être celui d’une correspondance",
        (Code::WrongPath, _, "link") => "un lien vers une exécution : c’est un dossier",
        (Code::ReplayChanges, "what", "no_mapping") => "ce qui est exécuté : il manque la correspondance",
        (Code::ReplayChanges, "what", "new_mapping") => {
            "ce qui est exécuté : cette exécution n’a pas la correspondance"
        }
        (Code::EvidenceHash, "edited", "edited") => {
            "ces octets d’enregistrements refusés ont été modifiés, et aucune reprise ne les a encore pris"
        }
        (Code::EvidenceHash, "edited", "replayed") => {
            "ces octets d’enregistrements refusés ont été modifiés, et sont entrés dans la reprise"
        }
        (Code::EvidenceHash, "edited", "refused") => {
            "ces octets d’enregistrements refusés ont été modifiés, et une reprise les a pris et a été refusée : l’exécution"
        }
        (Code::AcceptUnused, "why", "none") => "il n’y a pas de tel écart",
        (Code::AcceptUnused, "why", "open") => "on ne peut prouver s’il y en a un",
        (Code::RepairDropped | Code::RepairLost, "how", "edited") => "ses octets y sont tels qu’ils ont été modifiés",
        (Code::RepairDropped | Code::RepairLost, "how", "again") => "d’autres octets y sont depuis",
        (Code::RepairDropped | Code::RepairLost, "how", "mapping") => "par une autre correspondance",
        (Code::RepairsUntold, "why", "source") => "il y a d’autres octets, ou plus aucun, dans la source",
        (Code::RepairsUntold, "why", "gone") => "on ne peut plus lire les enregistrements refusés de l’exécution",
        (Code::RepairsUntold, "why", "edited") => {
            "ils sont ici tels que dans les sources, et certains avaient été modifiés dans"
        }
        (Code::Duplicate, "stays", "old") => "et il faudrait ôter cette ancienne ligne",
        (Code::OldRowsRefused, "cause", "repaired") => "des enregistrements réparés y sont pour quelque chose",
        (Code::OldRowsRefused, "cause", "rule") => {
            "aucun enregistrement réparé n’y est pour rien, seulement ce que dit maintenant la règle"
        }
        (Code::BaseDiffers, "what", "TL0801") => "un fichier disparu,",
        (Code::BaseDiffers, "what", "TL0802") => "un fichier changé,",
        (Code::BaseDiffers, "what", "TL0806") => "un fichier illisible,",
        (Code::BaseDiffers, "what", "TL0807") => "un fichier dont rien dans l’exécution ne porte le nom,",
        (Code::BaseDiffers, "what", _) => "un chiffre qui n’est pas celui des fichiers,",
        (Code::ReplayChanges, "what", "table") => "la liste des tables, à",
        (Code::ReplayChanges, "what", "column") => "les colonnes d’une table, à",
        (Code::ReplayChanges, "what", "kind") => "les genres des anciens enregistrements, à",
        (Code::ReplayChanges, "what", "field") => "ce qui a été compté du champ",
        (Code::ReplayChanges, "what", "reason") => "ce qui est mis de côté, ou écarté comme répété, pour le motif",
        (Code::ReplayChanges, "what", "control") => "ce que compte le contrôle",
        (Code::ReplayChanges, "what", "controls") => "la liste des contrôles, à",
        (Code::ReplayChanges, "what", "batches") => {
            "les parents ou les lots d’anciens enregistrements, par un enregistrement qui ouvre, ferme ou rejoint quelque chose, dans"
        }
        (Code::ReplayChanges, "what", "joined") => {
            "la ligne d’un parent qui reste, par un enregistrement qui lui est joint (`with:`), dans"
        }
        (Code::ReplayChanges, "what", "ignore") => "ce qui est ignoré (`ignore:`) du genre",
        (Code::ReplayChanges, "what", "kept") => {
            "ce qui est écarté comme répété (`dedupe:`) : parmi les enregistrements modifiés, un a été gardé pour d’autres, dans"
        }
        (Code::ReplayChanges, "what", "folders") => "les dossiers (`partition_by:`) de la table",
        (Code::ReplayChanges, "what", "dedupe") => {
            "quelles lignes sont gardées (`dedupe:`), là où ni `_file` ni `_offset` ne le disent, dans la table"
        }
        (Code::ReplayChanges, "what", "head") => "la lecture de l’en-tête de",
        (Code::BadOption, _, "no_table") => "aucune correspondance n’écrit ici de table de ce nom",
        (Code::BadOption, _, "no_mapping") => "il n’y a pas ici de correspondance de ce nom",
        (Code::BadOption, _, "no_parameter") => "migration.yaml ne déclare pas de paramètre de ce nom",
        (Code::BadOption, _, "no_parameters") => "il n’y a pas ici de migration.yaml qui déclare des paramètres",
        (Code::BadOption, _, "set") => "il faut un nom et une valeur, comme dans `--set cutover=2026-12-31`",
        (Code::BadOption, _, "set_twice") => "ce paramètre est donné deux fois",
        (Code::BadOption, _, "unknown") => "cette option n’existe pas",
        (Code::BadOption, _, "unknown_command") => "cette commande n’existe pas",
        (Code::BadOption, _, "too_many") => "un argument de trop",
        (Code::BadOption, _, "missing_file") => "il manque ; précisez le fichier",
        (Code::BadOption, _, "missing_path") => {
            "il manque ; dites quelle correspondance, ou quel dossier de correspondances"
        }
        (Code::BadOption, _, "missing_out") => "cette option manque ; dites dans quel dossier vont les tables",
        (Code::BadOption, _, "missing_dir") => "il manque ; dites quelle exécution, ou quel dossier de sortie",
        (Code::BadOption, _, "missing_folder") => "il manque ; dites quel dossier créer",
        (Code::BadOption, _, "shell") => "les interpréteurs sont `bash`, `zsh`, `fish` et `powershell`",
        (Code::BadOption, _, "positions") => {
            "il faut des octets d’un enregistrement, comptés à partir de 1, comme `5` ou `1-2`"
        }
        (Code::BadOption, _, "no_value") => "une valeur doit suivre",
        (Code::BadOption, _, "invalid") => "cette valeur ne peut pas servir",
        (Code::BadOption, _, "language") => "les langues sont `en` et `fr`",
        (Code::BadOption, _, "conflict") => "elle ne peut pas accompagner une autre option",
        (Code::BadOption, _, "repeated") => "une seule fois suffit",
        (Code::BadOption, _, "size") => "il faut une taille, par exemple `512MiB` ou `2GB`",
        (Code::BadOption, _, "number") => "il faut un nombre entier d’au moins 1",
        (Code::BadOption, _, "MAPPING=") => "avec plusieurs correspondances, dites laquelle lit le fichier",
        (Code::BadOption, _, "missing_which") => {
            "cela ne suffit pas ; dites quel enregistrement, avec `--record`, `--at`, `--reject` ou `--row`"
        }
        (Code::BadOption, _, "missing_what") => {
            "il manque ; dites quel code, quelle correspondance, quelle exécution ou quel fichier Parquet"
        }
        (Code::BadOption, _, "which") => {
            "il faut un nombre entier, après le nom du fichier et deux-points s’il en faut un"
        }
        (Code::NoSuchRecord, _, "file") => {
            "dans son ensemble, il n’est pas comme le dit la correspondance ; ce qui ne va pas est dit avant"
        }
        (Code::NoSuchRecord, _, "first") => "le premier a le numéro 1",
        (Code::NoSuchRecord, _, "zero") => "on compte de 1 à",
        (Code::NoSuchRecord, _, "records") => "le numéro de son dernier enregistrement est",
        (Code::NoSuchRecord, _, "rows") => "le numéro de sa dernière ligne est",
        (Code::NoSuchRecord, _, "rejects") => "le nombre de ses enregistrements refusés est",
        (Code::NoSuchRecord, _, "block_word") => "la longueur d’un bloc (BDW) s’y trouve, avant l’enregistrement",
        (Code::NoSuchRecord, _, "between") => {
            "un séparateur s’y trouve, une ligne vide par exemple, avant l’enregistrement"
        }
        (Code::NoSuchRecord, _, "mark") => "sa marque d’ordre des octets s’y trouve, avant l’enregistrement",
        (Code::NoSuchRecord, _, "file_header") => "son `file_header` déclaré s’y trouve, avant l’enregistrement",
        (Code::NoSuchRecord, _, "file_trailer") => "son `file_trailer` déclaré s’y trouve, après l’enregistrement",
        (Code::NoSuchRecord, _, "lost") => {
            "une longueur ne mène nulle part, et rien n’est lu à partir de là : enregistrement"
        }
        (Code::BadCompression | Code::CompressedDamaged, "what", "cut") => "se termine trop tôt",
        (Code::BadCompression | Code::CompressedDamaged, "what", "damaged") => "est abîmé",
        (Code::FieldsSlide | Code::RecordsShift, "side", "right") => "à droite",
        (Code::FieldsSlide | Code::RecordsShift, "side", "left") => "à gauche",
        (Code::NoSuchRecord, _, "padding") => "ce qui remplit sa fin s’y trouve, après l’enregistrement",
        (Code::NoSuchRecord, _, "bytes") => "le nombre de ses octets est",
        (Code::NoSuchRecord, _, "skipped") => {
            "ses données finissent avant, comme déclaré, à l’en-tête répété qui serait l’enregistrement"
        }
        (Code::NoSuchRecord, _, "unclosed") => {
            "un guillemet n’est jamais fermé, et rien n’est lu à partir de là : enregistrement"
        }
        (Code::NoSuchRecord, _, "unread") => "on ne peut pas lire plus loin que l’enregistrement",
        (Code::WhichSource, _, "none") => "aucun fichier des correspondances n’a ce nom",
        (Code::WhichSource, _, "no_mapping") => "aucune correspondance n’a ce nom",
        (Code::WhichSource, _, "several") => "il y en a plusieurs",
        (Code::WhichSource, _, "mappings") => "il y a plusieurs correspondances",
        (Code::NotTraced, _, "columns") => "il n’a pas les colonnes `_file` et `_offset`, ou pas de valeur dans elles",
        (Code::NotTraced, _, "parquet") => "ce n’est pas un fichier Parquet lisible",
        (Code::NotTraced, _, "no_run") => "aucun manifest.json d’une exécution ne se trouve au-dessus",
        (Code::NotTraced, _, "mapping") => "le manifeste ne connaît pas la correspondance qu’il nomme",
        (Code::NotTraced, _, "source") => "le manifeste ne connaît pas sa source, ou ne dit pas où elle était",
        (Code::NotTraced, _, "edited") => {
            "une reprise a lu l’enregistrement tel qu’il y avait été modifié, et le fichier a été modifié de nouveau depuis"
        }
        _ => return None,
    })
}

/// What to do about a stable word; none where the code's own advice says it.
#[expect(clippy::too_many_lines, reason = "one flat table")]
pub fn advice(code: Code, arg: &str, word: &str) -> Option<&'static str> {
    Some(match (code, arg, word) {
        (Code::BadPicture, "problem", word) if word.starts_with("format_") => {
            "Corrigez le format ; docs/reference/sql.md dit à strptime et strftime ce qu’il peut contenir."
        }
        (Code::ReplayChanges, "what", "no_mapping" | "new_mapping") => {
            "Donnez toutes les correspondances de cette exécution, et aucune autre ; une nouvelle demande une exécution avec `tumpline run`."
        }
        (Code::UnreadNotBlank, "slack", word) if !word.is_empty() => {
            "SYNCHRONIZED place les nombres binaires à des adresses paires ; ce qui se trouve dans les octets d’avant est resté d’autres programmes. Il n’y a rien à faire, sinon le taire : `ignore: [{at: …, because: …}]`."
        }
        (Code::LayoutUnread, _, "no_places") => {
            "Ajoutez les places des champs à la description, dans des colonnes `début` et `longueur` ; ou dites ce qui sépare les cellules : `--delimiter`."
        }
        (Code::NotTraced, _, "edited") => {
            "Remettez le fichier tel que la reprise l’a lu (son manifeste en donne le SHA-256 : `edited_sha256`), ou faites une reprise. Ce que l’enregistrement était avant est dans la colonne `raw` de `rejects/`."
        }
        (Code::NoSuchRecord, _, "file") => {
            "Corrigez ce qui est dit avant ; `tumpline check` montre comment le fichier serait lu."
        }
        (Code::EvidenceHash, "edited", "edited") => {
            "Si quelqu’un les a modifiés pour une reprise, continuez avec `tumpline replay` : son manifeste donne les deux SHA-256 sous `mends`. Sinon reprenez le fichier dans une copie de sauvegarde."
        }
        (Code::EvidenceHash, "edited", "replayed") => {
            "Rien à corriger : vérifiez cette reprise, qui donne les deux SHA-256 sous `mends`. Ce sont ses lignes qui tiennent maintenant."
        }
        (Code::EvidenceHash, "edited", "refused") => {
            "Les constats de cette exécution disent pourquoi. Corrigez autrement les enregistrements ici, et reprenez ; ou remettez-les comme avant : la colonne `raw` de rejects/MAPPING.parquet les contient."
        }
        (Code::AcceptUnused, "why", "open") => {
            "Corrigez d’abord ce qui ne peut être lu : les constats sur ce contrôle disent quels enregistrements. Laissez l’entrée jusque-là."
        }
        (Code::RepairsUntold, "why", "edited") => {
            "Si les octets modifiés sont les bons, corrigez la source et relancez la migration ; ou continuez avec l’exécution qui les a : `tumpline replay` avec son dossier publie de nouveau ses lignes."
        }
        (Code::Duplicate, "stays", "old") => {
            "Une reprise n’ôte aucune ancienne ligne : corrigez autrement l’enregistrement réparé, ou remettez-le comme avant. Si l’enregistrement réparé est juste, corrigez l’exportation et relancez la migration."
        }
        (Code::NotJudged, "option", "dedupe:") => {
            "Elles sont jugées dès qu’il ne faudrait plus ôter aucune ancienne ligne."
        }
        (Code::OldRowsRefused, "cause", "rule") => {
            "Revenez sur le changement de la règle, ou mettez-la à `on_fail: warn`, et redonnez la même commande. Si la règle est juste telle qu’elle est, relancez la migration : une exécution ôte ces lignes."
        }
        (Code::YamlSyntax, _, "documents") => "Retirez la ligne `---`, ou faites-en deux fichiers.",
        (Code::YamlSyntax, _, "alias") => {
            "Mettez le texte entre apostrophes droites, comme pour un motif de fichiers : `'*.TXT'`."
        }
        (Code::YamlSyntax, _, "anchor") => "Mettez le texte entre apostrophes droites : `'&'`.",
        (Code::YamlSyntax, _, "tag") => "Mettez le texte entre apostrophes droites : `'!'`.",
        (Code::YamlSyntax, _, "key") => "Écrivez la clé en un mot avant le deux-points, sans crochets ni accolades.",
        (Code::YamlSyntax, _, "escape") => {
            "Entre guillemets doubles, la barre oblique inverse a un sens spécial : employez des apostrophes droites, comme `'C:\\exports\\x.txt'`, ou doublez-la."
        }
        (Code::YamlSyntax, _, "quote") => {
            "Mettez le même guillemet à la fin du texte. Entre apostrophes droites, une apostrophe s’écrit deux fois : `'l''an'`."
        }
        (Code::YamlSyntax, _, "after_quote") => {
            "Mettez tout le texte entre les guillemets, ou cherchez plus haut un guillemet qui manque. Entre apostrophes droites, une apostrophe s’écrit deux fois : `'l''an'`."
        }
        (Code::YamlSyntax, _, "tab") => {
            "Remplacez-la par des espaces ; réglez l’éditeur pour que la touche de tabulation écrive des espaces."
        }
        (Code::YamlSyntax, _, "blank") => {
            "Effacez les blancs devant le premier mot de cette ligne, et tapez des espaces."
        }
        (Code::YamlSyntax, _, "bracket") => {
            "Entre `[` et `]` et entre `{` et `}`, séparez les éléments par des virgules, et fermez chaque signe par son pareil."
        }
        (Code::YamlSyntax, _, "bracket_open") => "Fermez-le à la fin de sa liste : `[` par `]`, `{` par `}`.",
        (Code::YamlSyntax, _, "flow_colon") => {
            "Si une nouvelle clé commence ici, mettez une virgule avant elle ; si le deux-points fait partie d’un texte, mettez le texte entre apostrophes droites."
        }
        (Code::YamlSyntax, _, "indentation") => {
            "Commencez la ligne juste sous la première lettre des clés, ou sous le `-` des éléments, dont elle fait partie."
        }
        (Code::YamlSyntax, _, "no_dash") => {
            "Si c’est un élément de la liste, mettez `- ` devant ; si elle fait partie de l’élément du dessus, commencez-la sous la première lettre de celui-ci."
        }
        (Code::YamlSyntax, _, "indented_more") => {
            "Commencez la ligne juste sous la première lettre de la clé du dessus."
        }
        (Code::YamlSyntax, _, "no_colon") => {
            "Écrivez une clé, un deux-points, un espace et une valeur : `format: fixed`."
        }
        (Code::YamlSyntax, _, "no_space") => "Mettez un espace après le deux-points : `format: fixed`.",
        (Code::YamlSyntax, _, "colon") => {
            "Si le deux-points fait partie d’un texte, mettez le texte entre apostrophes droites ; sinon, comparez le retrait avec la ligne du dessus."
        }
        (Code::YamlSyntax, _, "colon_in_text") => {
            "Si le deux-points fait partie du texte, mettez le texte entre apostrophes droites : `system: 'GL: 1994'`."
        }
        (Code::YamlSyntax, _, "directive") => "Mettez le texte entre apostrophes droites : `'%'`.",
        (Code::YamlSyntax, _, "character") => "Mettez le texte entre apostrophes droites, par exemple `'@'`.",
        (Code::YamlSyntax, _, "syntax") => {
            "Comparez la ligne soulignée et celle du dessus avec un exemple de docs/mapping.md."
        }
        (Code::WrongShape, "wanted", "list") => {
            "Commencez chaque élément par un tiret et un espace, sur sa propre ligne, ou écrivez-les ainsi : `[un, deux]`."
        }
        (Code::WrongShape, "found", "nothing") => {
            "Écrivez une valeur après le deux-points ; mettez-la entre apostrophes droites si elle commence par `#`, qui ouvre un commentaire : `'#'`."
        }
        (Code::Io, _, "Permission denied (os error 13)" | "Access is denied. (os error 5)") => {
            "Demandez le droit de lire ou d’écrire à cet endroit, ou donnez-en un autre."
        }
        (Code::EvidenceTotal, _, "identity") => {
            "Le manifeste a été changé après l’exécution ; reprenez-le dans une copie de sauvegarde, ou refaites la migration."
        }
        (Code::OutExists, "sort", "mapping") => {
            "Donnez un autre nom à l’ébauche : `--force` ne remplace que des correspondances."
        }
        (Code::OutExists, "sort", "map") => {
            "Donnez un autre nom à la carte des champs : elle ne remplace que des cartes des champs."
        }
        (Code::PartialRecord, "why", "counted") => {
            "Si seuls les compteurs disent la longueur d’un enregistrement, écrivez `records: {end: counters}` ; si une longueur précède chacun, `{end: {rdw: big}}`. Si tous ont bien cette longueur, le fichier a été coupé : obtenez-le à nouveau."
        }
        (Code::NoConditions, "why", "type") => {
            "Ni dates, ni heures, ni booléens n’ont de tels noms, et SPACE, LOW-VALUE et HIGH-VALUE ne sont pas des valeurs : retirez la clé, ou laissez au champ le type que lui donne sa clause PICTURE."
        }
        (Code::NoConditions, "why", "edited") => {
            "Dites `type: text` et `trim: right` du champ ; une colonne peut tout de même avoir son nombre : `sql: \"try_cast(trim(amount) as decimal(9,2))\"`."
        }
        (Code::NoConditions, "why", "trimmed") => "Dites `trim: right` du champ, pour que les blancs restent.",
        (Code::Conflict, "key", "on_fail: reject") => {
            "Un numéro qui manque n’a pas d’enregistrement qu’on puisse refuser : écrivez `on_fail: fail` ou `on_fail: warn`. Une seconde règle, `unique:` avec `on_fail: reject`, refuse les numéros qui figurent deux fois."
        }
        (Code::KeyMisplaced, "why", "summed") => "Retirez la clé : une règle avec `sum:` a tout son écart en jeu.",
        (Code::KeyMisplaced, "why", "no_difference") => {
            "Retirez l’entrée. Si l’on sait que les valeurs diffèrent et que quelqu’un en répond, écrivez `on_fail: warn` au contrôle dans sa correspondance, et la raison sous `about:` ; chaque enregistrement qui diffère est alors signalé, et l’exécution publie."
        }
        (Code::KeyMisplaced, "why", "no_amount") => {
            "Donnez la colonne à la règle : `amount: …` à côté de son énoncé. Une règle sur chaque ligne n’en a pas ; les `limits:` de la table peuvent limiter l’argent qu’elle refuse."
        }
        (Code::KeyMisplaced, "why", "only_sets") => {
            "Retirez la clé. Une règle sur chaque ligne dit dans `row:` de quoi elle parle, par exemple `status <> 'A' OR amount > 0`."
        }
        (Code::BadReference, "why", "twice") => "Nommez chaque colonne une fois.",
        (Code::BadReference, "why", "outer_table") => {
            "Faites aussi une table de celle qui l’entoure, et prenez son `.number` dans les deux : elles se joignent par lui et par la clé de l’enregistrement."
        }
        (Code::ParameterClash, "other", "field") => {
            "Écrivez `genre.champ` pour le champ ; ou renommez le paramètre, dans migration.yaml et dans les expressions qui le nomment."
        }
        (Code::ParameterClash, "other", "column") => {
            "Renommez le paramètre, dans migration.yaml et dans les expressions qui le nomment ; ou renommez la colonne."
        }
        (Code::WrongPath, _, "mapping") => "Donnez le dossier, ou l’une des correspondances qu’il contient.",
        (Code::WrongPath, _, "mappings") => {
            "Donnez une correspondance, ou le dossier où elles se trouvent directement : des fichiers en .yaml ; ses sous-dossiers ne sont pas fouillés."
        }
        (Code::WrongPath, _, "run") => {
            "Donnez le dossier qui suivait `--out`, ou celui d’une exécution, sous `runs`, `refused` ou `trial`."
        }
        (Code::WrongPath, _, "UTF-8") => {
            "Enregistrez la correspondance en UTF-8 : la commande « Enregistrer sous » de l’éditeur offre le choix du codage."
        }
        (Code::WrongPath, _, "folder") => "Donnez un dossier ; s’il n’existe pas encore, il est créé.",
        (Code::WrongPath, _, "file") => "Donnez un fichier.",
        (Code::WrongPath, _, "no stream") => "Écrivez dans un fichier ce qu’il donne, et regardez celui-ci.",
        (Code::WrongPath, _, "no pipe") => {
            "Donnez-le avec `--source`, qui le lit du début à la fin ; ou resserrez `files:` pour qu’il n’y soit pas."
        }
        (Code::WrongPath, _, ".yaml") => {
            "Terminez son nom par .yaml si c’est une correspondance ; sinon, mettez-le hors du dossier."
        }
        (Code::WrongPath, _, "Unicode") => "Renommez le fichier.",
        (Code::WrongPath, _, "link") => {
            "Le dossier de sortie a été copié en suivant son lien : supprimez ou renommez `current` ; les exécutions restent sous `runs`."
        }
        (Code::BadOption, _, "no_table") => "`tumpline check` donne les tables de chaque correspondance.",
        (Code::BadOption, _, "no_mapping") => {
            "Le nom d’une correspondance est celui de son fichier, sans `.yaml` ; écrivez `--source CORRESPONDANCE=FICHIER`."
        }
        (Code::BadOption, _, "no_parameter" | "no_parameters") => {
            "`tumpline check` donne les paramètres ; ils sont sous `parameters:` dans le migration.yaml qui accompagne les correspondances."
        }
        (Code::BadOption, _, "set") => {
            "Si la valeur contient des espaces, mettez le tout entre guillemets, par exemple `--set \"town=Ville Neuve\"`."
        }
        (Code::BadOption, _, "unknown_command") => {
            "`tumpline --help` énumère les commandes et dit ce que fait chacune."
        }
        (Code::BadOption, _, "too_many") => "Si le chemin contient des espaces, mettez-le entre guillemets.",
        (Code::BadOption, _, "missing_path" | "missing_out") => "Par exemple : tumpline run mappings --out out",
        (Code::BadOption, _, "missing_which" | "which") => {
            "Par exemple : tumpline explain mappings --record GLJ2024.TXT:17"
        }
        (Code::BadOption, _, "missing_what") => "Par exemple : tumpline explain TL0212",
        (Code::BadOption, _, "missing_dir") => "Par exemple : tumpline verify out",
        (Code::BadOption, _, "language") => {
            "Écrivez `--lang en` ou `--lang fr` ; sinon, la langue est celle du système."
        }
        (Code::BadOption, _, "repeated" | "set_twice") => "Gardez celle qui est voulue.",
        (Code::BadOption, _, "size") => {
            "Écrivez un nombre entier et son unité, à l’anglaise : kB, MB, GB, ou KiB, MiB, GiB."
        }
        (Code::BadOption, _, "number") => "Écrivez-le en chiffres, par exemple `--threads 4` ou `--limit 1000`.",
        (Code::BadOption, _, "MAPPING=") => {
            "Écrivez `--source CORRESPONDANCE=FICHIER`, où CORRESPONDANCE est le nom du fichier YAML, sans `.yaml`."
        }
        _ => return None,
    })
}

/// All other texts.
pub static TEXTS: Texts = Texts {
    error: "erreur",
    warning: "avertissement",
    help: "que faire\u{a0}",
    write: "écrivez\u{a0}",
    see_also: "lié à ceci",
    severity_fail: "refuse l’exécution",
    severity_reject: "refuse l’enregistrement",
    severity_warn: "avertissement",
    severity_note: "note",
    outcome_published: "publiée",
    outcome_refused: "refusée",
    outcome_trial: "essai",

    published: "Publié en {time} : {rows:ligne|lignes} dans {tables:table|tables}, {rejects:enregistrement refusé|enregistrements refusés}",
    refused: "Refusé après {time} ; rien n’a été publié : {rejects:enregistrement refusé|enregistrements refusés}, {rows:ligne gardée|lignes gardées} dans {tables:table|tables} pour examen",
    trial: "Essai terminé en {time} ; rien n’a été publié : {rejects:enregistrement refusé|enregistrements refusés}, {rows:ligne gardée|lignes gardées} dans {tables:table|tables} pour examen",
    with_parameters: "[{title} ; ]avec {parameters}",
    parameter: "{name} = {value}",
    parameter_default: "{name} = {value} (par défaut)",
    speed: "exécution {run}, {rate}/s, {records:enregistrement|enregistrements}/s, {threads:fil|fils}, au plus {memory} de mémoire",
    head_table: "table",
    head_rows: "lignes",
    head_read: "lus",
    head_loaded: "chargés",
    head_rejected: "rejets",
    head_allowed: "permis",
    head_totals: "totaux",
    head_rule: "règle",
    head_keys: "clés",
    head_findings: "constats",
    head_at_stake: "en jeu",
    rules_hold: "{count:règle|règles} sur plusieurs lignes {count?est respectée|sont respectées}",
    rules_broken: "{broken} sur {count:règle|règles} de plusieurs lignes {broken?n’est pas respectée|ne sont pas respectées}",
    unread: "Ce qu’aucun champ ne lit, et qui n’est pas blanc : {places:place|places}",
    unread_bytes: "octets {place}",
    unread_characters: "caractères {place}",
    unread_cells: "cellules {place}",
    unread_header: "colonne {place}",
    unread_slack: "octets de calage {place} de SYNCHRONIZED",
    unread_found: "dans {not_blank} sur {records:enregistrement qui va|enregistrements qui vont} jusque-là ; le premier : {file}, enregistrement {record}",
    more_unread: "et {more:autre place|autres places} ; tout est dans {file}",
    more_rules: "et {more:autre règle|autres règles} ; tout est dans {file}",
    head_set_aside: "mis de côté",
    head_source: "source",
    head_bytes: "octets",
    head_informing: "informatifs",
    head_skipped: "sautés",
    head_unread: "octets non lus",
    controls: "Contrôles (dit − écart − rejets − mis de côté − informatifs = chargés)",
    head_control: "contrôle",
    head_says: "dit",
    head_difference: "écart",
    head_unknown: "illisibles",
    head_holds: "tient",
    control_yes: "oui",
    control_no: "non",
    control_signed: "accepté",
    control_fails: "ne tient pas dans {differing} sur {all:fichier ou lot|fichiers ou lots}[, {signed}]",
    control_same: "la même valeur dans {records:enregistrement|enregistrements}",
    control_unlike: "ne tient pas dans {differing} sur {records:enregistrement|enregistrements}",
    control_units: "par unités de {unit} : lus {read}[ − rejets {rejected}][ − mis de côté {aside}][ − informatifs {informing}][ = chargés {loaded}]",
    control_digits: "les derniers chiffres ({unit}) de {read}[ − rejets {rejected}][ − mis de côté {aside}][ − informatifs {informing}][ = chargés {loaded}]",
    control_digits_each: "les derniers chiffres ({unit}) de chaque somme ({sums:somme|sommes}) ; lus en tout {read}[ − rejets {rejected}][ − mis de côté {aside}][ − informatifs {informing}][ = chargés {loaded}]",
    control_keys: "{file} : {equal:clé concorde|clés concordent}[, {different:diffère|diffèrent}][, {missing:manque dans le rapport|manquent dans le rapport}][, {without:est sans ligne|sont sans ligne}][, {unknown:ne peut être prouvée|ne peuvent être prouvées}]",
    approved_by: "Approuvé par",
    approval: "{name}[, {role}], {on}",
    key_all_rows: "toute la table",
    key_personal: "une clé personnelle (non montrée)",
    value_personal: "(donnée personnelle, non montrée)",
    value_empty: "(vide)",
    more_controls: "et {more:autre contrôle|autres contrôles} ; tout est dans {file}",
    set_aside: "Mis de côté, comme le disent les correspondances",
    left_out: "Lignes non chargées dans les tables, comme le disent les correspondances : leurs enregistrements comptent plus haut comme chargés, et dans les contrôles comme mis de côté",
    aside: "{because}[ ({sums})]",
    findings_fail: "Pourquoi rien n’est publié",
    findings_fail_trial: "Pourquoi rien ne serait publié",
    findings_reject: "Refusés : {rejects:enregistrement|enregistrements}, {groups:raison|raisons} (combien de fois, et où d’abord)",
    findings_warn: "Avertissements (rien n’est refusé pour autant)",
    findings_note: "Réparé, ou fait comme déclaré (rien n’est refusé pour autant)",
    finding: "[{where} : ]{what}[ ; {file}][, enregistrement\u{a0}{record}][ (ligne\u{a0}{line})][, à l’octet\u{a0}{offset}][ : {example}]",
    more_findings: "et {more:autre raison|autres raisons} ; tout est dans {file}",
    findings_follow: "{records:enregistrement n’a fait que suivre un autre, refusé|enregistrements n’ont fait que suivre un autre, refusé} (TL0104, TL0105)",
    amount_refused: "refusé de `{column}` : {amount}, où {most} sont permis[ ; de {unknown:enregistrement|enregistrements} il est inconnu]",
    more_totals: "et {more:autre total|autres totaux} ; tout est dans {file}",
    more_reasons: "et {more:autre raison|autres raisons} ; tout est dans {file}",
    every_byte: "Tous les octets ont été comptés",
    every_byte_but: "Tous les octets ont été comptés, mais tous n’ont pas pu être lus",
    every_byte_asked: "Tous les octets ont été comptés ; --limit a laissé le reste non lu",
    gone: "Attention : `current` montre {count:table|tables} de moins qu’avant",
    gone_tables: "Tables absentes de cette exécution, et qui ne sont donc plus montrées : {tables}",
    gone_where: "L’exécution précédente {count?l’a|les a} toujours : {folder}",
    gone_advice: "Si {count?elle doit y être|elles doivent y être}, exécutez toutes les correspondances ensemble : une exécution remplace tout ce que montre `current`.",
    output: "Où se trouve le résultat",
    output_tables: "tables",
    output_kept: "tables, non publiées",
    output_run: "cette exécution",
    output_holds: "[{rejects}, ]findings.parquet (constats), manifest.json (preuves)",
    output_before: "l’exécution précédente",
    output_rejects: "rejects/ (enregistrements refusés)",
    people_severity: "gravité",
    people_mapping: "correspondance",
    people_file: "fichier",
    people_line: "ligne",
    people_record: "enregistrement",
    people_records: "enregistrements, ou lignes de la table",
    people_subject: "champ ou règle",
    people_code: "code",
    people_what: "ce qui ne va pas",
    people_advice: "que faire",
    people_reconciliation: "Rapprochement",
    people_run: "exécution",
    people_started: "début (UTC)",
    people_outcome: "issue",
    people_sources: "Sources : lus = chargés + rejets + mis de côté + informatifs + sautés",
    people_tables: "Tables",
    people_refused_money: "Montants des enregistrements refusés",
    people_controls: "Contrôles : lus = rejets + mis de côté + informatifs + chargés ; dit − comparé = écart",
    people_rules: "Règles sur plusieurs lignes",
    people_signatures: "Signatures",
    people_total: "total",
    people_reason: "raison",
    people_field: "champ ou colonne",
    people_refused: "montant refusé",
    people_scopes: "fichiers, lots ou clés",
    people_differing: "dont ne tiennent pas",
    people_counted: "compté en",
    people_units: "unités de {unit}",
    people_digits: "derniers chiffres ({unit}) de chaque somme",
    people_compared: "comparé",
    people_accepted: "écart accepté",
    people_because: "raison de l’acceptation",
    people_by: "accepté par",
    people_name: "nom",
    people_role: "fonction",
    people_date: "date",
    people_signature: "signature",
    people_wrong: "{name} : {what}",
    people_as_for: "comme pour l’enregistrement {record}",
    people_as_for_in: "comme pour l’enregistrement {record} de {file}",
    people_more: "et {rows:autre ligne|autres lignes} ; tout est dans {file}",
    output_people: "à lire",
    people_left: "findings.csv omet {rows:constat|constats} ; findings.parquet a tout",
    next: "Et maintenant",
    next_rejects: "{rejects:enregistrement a été refusé|enregistrements ont été refusés}, comme les limites le permettent ; rejects/*.parquet les contient, avec leurs constats. Une fois corrigés la correspondance ou rejects/*.raw, `tumpline replay` les reprend.",
    next_doubts: "Ce que la correspondance laisse ouvert ({codes}) a été lu comme le dit `tumpline check {mapping}`.",
    next_crosswalk: "Il manque {keys:clé|clés} aux tables de passage : `tumpline crosswalk {out}` dit lesquelles, avec leurs lignes et leur argent, et où les compléter.",
    next_verify: "Pour vérifier en tout temps que rien n’a été changé :",
    next_refused: "Corrigez la correspondance ou les sources, comme il est dit ci-dessus, et recommencez ; si seuls des enregistrements ont été refusés, `tumpline replay` reprend ceux-là seuls.",
    next_refused_replay: "Corrigez autrement les enregistrements dans {folder}/rejects/*.raw, ou la correspondance, comme il est dit ci-dessus, et reprenez encore {dir}. Une reprise ne lit pas les sources : si ce sont elles qui sont fausses, corrigez-les et relancez la migration.",
    next_nothing: "Pas un seul enregistrement n’a pu être chargé : {mappings}. Est-ce le bon fichier, la bonne correspondance, le bon codage ?",
    next_limits: "Si la trésorerie accepte la perte, augmentez plutôt `rejects` sous `limits` dans la correspondance.",
    next_trial: "Regardez les constats, corrigez la correspondance, et recommencez sans --trial, --limit ni --only pour publier.",
    next_current: "Ce qui était publié avant reste tel quel.",
    nothing_published: "Rien n’a été publié ; ce qui l’était avant reste tel quel.",
    replayed: "Sur {refused:enregistrement|enregistrements} que l’exécution {run} avait {refused?refusé|refusés}, {repaired} {repaired?est réparé ou expliqué|sont réparés ou expliqués}, et {left} {left?reste refusé|restent refusés}",
    replayed_same: "Rien ne change : {refused:enregistrement|enregistrements} que l’exécution {run} avait {refused?refusé est refusé|refusés sont refusés} de nouveau. Aucune exécution n’a été créée",
    replayed_known: "Rien ne change : la reprise {known} de l’exécution {run} était la même que celle-ci. Aucune exécution n’a été créée",
    replayed_unused: "Sans effet : {file} a été modifié après que cette exécution en a été faite. Reportez ces modifications dans {folder}/rejects/*.raw ; ou reprenez cette autre exécution en nommant son dossier.",
    replayed_nothing: "Rien ne change : l’exécution {run} n’avait refusé aucun enregistrement",
    repaired_rows: "Lignes réparées",
    replayed_newest: "C’est ici l’exécution la plus récente de ces correspondances (issue : {outcome} ; début : {started}). Une autre se reprend en nommant son dossier.",
    next_replay: "Corrigez encore la correspondance, ou modifiez les octets dans {folder}/rejects/*.raw, et reprenez.",

    progress_bar: "[passe {pass} : ]{done}[ sur {total}], {rate} enreg./s, {rejects:rejet|rejets}[, encore {left}]",
    progress_bar_short: "{done}, {rate}/s, {rejects:rejet|rejets}[, encore {left}]",
    progress_line: "[passe {pass} : ][{percent} %, ]{done}[ sur {total}], {records:enregistrement|enregistrements}, {rate}/s, {rejects:rejet|rejets}[, encore {left}]",
    reading_bar: "{done}[ sur {total}], {rate} enreg./s[, encore {left}]",
    reading_bar_short: "{done}, {rate}/s[, encore {left}]",
    reading_line: "[{percent} %, ]{done}[ sur {total}], {records:enregistrement|enregistrements}, {rate}/s[, encore {left}]",

    check_sound: "{path} : aucune erreur",
    check_doubts: "{path} : aucune erreur, {count:point|points} à vérifier",
    check_mistakes: "{path} : {count:erreur|erreurs}",
    check_sources: "{path} : {count:erreur|erreurs} dans ses sources",
    check_looked_head: "regardé",
    check_looked_whole: "les {records:enregistrement|enregistrements} de {files:fichier|fichiers}",
    check_looked_some: "les premiers enregistrements, au nombre de {records}, dans {files} sur {of:fichier|fichiers}",
    check_looked_none: "aucun enregistrement : un tube ou l’entrée standard ne se lit qu’une fois, par l’exécution",
    plan_title: "titre",
    plan_parameters: "paramètres",
    plan_parameter_set: "{value}, par --set",
    plan_parameter_default: "{value}, par défaut",
    plan_parameter_unset: "à donner : --set {name}={example}",
    plan_source: "source",
    plan_files: "{files:fichier|fichiers}, {bytes}, en {encoding}",
    plan_more_files: "et {more:autre fichier|autres fichiers}",
    plan_reading: "lecture",
    plan_lines: "lignes de champs à largeur fixe ; les positions se comptent en {positions}",
    plan_bytes: "octets",
    plan_characters: "caractères",
    plan_short_reject: "une ligne qui se termine avant le dernier champ de son genre est refusée",
    plan_short_pad: "une ligne qui se termine avant le dernier champ de son genre est complétée par des blancs",
    plan_long_reject: "une ligne de plus de {most:bytes} est refusée",
    plan_long_cut: "une ligne de plus de {most:bytes} est coupée",
    plan_no_tabs: "une ligne avec une tabulation est refusée",
    plan_tabs: "taquets de tabulation toutes les {every:colonne|colonnes}",
    plan_fixed: "enregistrements de {length:octet|octets}, sans séparateur",
    plan_counted: "enregistrements de {longest:octet|octets} au plus, dont la longueur découle de ce qu’ils comptent eux-mêmes",
    plan_rdw: "enregistrements précédés chacun d’un mot de longueur (RDW, {order})",
    plan_spanned: "enregistrements précédés chacun d’un mot de longueur (RDW, {order}), ou en segments qui sont réunis",
    plan_length_at: "enregistrements dont la longueur se trouve en {first}-{last}[ d’un en-tête de {header:octet|octets}]",
    plan_even: "en blocs de {length:octet|octets}[, dont {filled} portent des enregistrements]",
    plan_computed: "enregistrements dont la longueur est calculée : {sql}[, précédés chacun d’un en-tête de {header:octet|octets}]",
    plan_blocks: "en blocs précédés chacun d’un mot de longueur (BDW, {order})",
    plan_counts_less: "cette longueur ne compte pas les {before:octet|octets} où elle se trouve",
    plan_adjusted: "à cette longueur on ajoute {adjust}",
    plan_big: "octet fort en premier",
    plan_little: "octet faible en premier",
    plan_short_reject_record: "un enregistrement qui se termine avant le dernier champ de son genre est refusé",
    plan_short_pad_record: "un enregistrement qui se termine avant le dernier champ de son genre est complété par des blancs",
    plan_lengths: "un enregistrement[ de moins de {least:octet|octets} ou] de plus de {most:octet|octets} est refusé",
    plan_edges: "de chaque fichier, on passe {header:octet|octets} au début et {trailer:octet|octets} à la fin",
    plan_delimited: "cellules séparées par `{delimiter}`[, entre `{quote}` au besoin]",
    plan_headers: "{lines:ligne|lignes} d’en-tête",
    plan_no_header: "pas d’en-tête",
    plan_preamble: "{lines:ligne sautée|lignes sautées} avant l’en-tête",
    plan_until_header: "ce qui précède la ligne où se trouvent tous les en-têtes est sauté",
    plan_match_exact: "les noms doivent être identiques",
    plan_match_trim: "les noms peuvent différer par les blancs autour",
    plan_match_fold: "les noms peuvent différer par les blancs et les majuscules",
    plan_lenient: "les lignes abîmées sont lues comme une personne le ferait, et chaque réparation est notée",
    plan_ragged_reject: "une ligne qui a moins ou plus de cellules qu’il n’en faut est refusée",
    plan_ragged_pad: "une ligne qui a moins de cellules qu’il n’en faut est complétée par des cellules vides",
    plan_ragged_truncate: "une ligne qui a plus de cellules qu’il n’en faut perd celles de la fin",
    plan_repeated_reject: "l’en-tête répété parmi les lignes est refusé",
    plan_repeated_skip: "l’en-tête répété parmi les lignes est sauté",
    plan_repeated_end: "l’en-tête répété parmi les lignes termine la source",
    plan_comment: "les lignes qui commencent par `{start}` sont des commentaires",
    plan_group: "un parent et ses enfants ont au plus {most:bytes} ; un groupe plus grand est refusé",
    plan_kinds: "genres",
    plan_rest: "tous les autres",
    plan_every: "tous les enregistrements",
    plan_in_preamble: "avant l’en-tête",
    plan_under: "sous {parent}",
    plan_ends: "ferme {parent}",
    plan_skipped: "non lu : {reason}",
    plan_fields: "{count:champ|champs}",
    plan_filler: "ailleurs des blancs",
    plan_ignored: "{count:place ignorée|places ignorées}",
    plan_record: "l’enregistrement",
    plan_byte: "position {at}",
    plan_byte_range: "position {first}-{last}",
    plan_cell: "cellule {at}",
    plan_is: "{what} est {values}",
    plan_one_of: "{what} est parmi {values}",
    plan_not: "{what} n’est pas {values}",
    plan_all: "{what} n’est fait que de `{letter}`",
    plan_matches: "{what} suit {pattern}",
    plan_cells: "{count:cellule|cellules}",
    plan_aside: "mis de côté",
    plan_aside_line: "{because}, là où {when}",
    plan_controls: "contrôles",
    plan_control_every: "chaque enregistrement",
    plan_control_count: "{id} : `{says}` compte {of}[ par unités de {per}][, là où {when}][, de chaque `{opened}`]",
    plan_control_sum: "{id} : `{says}` additionne {of}[ (ses {digits} derniers chiffres)][, là où {when}][, de chaque `{opened}`]",
    plan_control_is: "{id} : `{says}` répète {of}",
    plan_table: "table {table}[ : {title}]",
    plan_from: "une ligne par {from}",
    plan_with_one: "avec exactement un {kind}",
    plan_with_most_one: "avec un {kind} au plus",
    plan_limit: "{limit:rejet permis|rejets permis}",
    plan_limit_share: "{share} des enregistrements peuvent être refusés",
    plan_limit_amount: "avec au plus {most} de {column}",
    plan_trace: "_file et _offset disent d’où vient chaque ligne",
    plan_dedupe_last: "des lignes de même {by}, la dernière[ par {order}]",
    plan_dedupe_first: "des lignes de même {by}, la première[ par {order}]",
    plan_sorted: "triée par {columns}",
    plan_partitioned: "un dossier pour chaque {columns}",
    plan_required: "obligatoire",
    plan_optional: "peut être vide",
    plan_personal: "personnel",
    plan_rules: "règles",
    plan_rule_row: "chaque ligne : {row}",
    plan_rule_unique: "jamais deux lignes avec les mêmes {columns}",
    plan_rule_references: "{columns} de chaque ligne {count?figure|figurent} dans {table} ({others})",
    plan_rule_sum: "la somme de {column} est {equals}[, à {tolerance} près][, pour chaque {by}]",
    plan_rule_compare: "la somme de {column} est celle de {other} dans {table}[ là où {filter}][, à {tolerance} près][, pour chaque {by}]",
    plan_rule_sides: "{own} donne {others}[, à {tolerance} près][, pour chaque {by}]",
    plan_rule_report: "comme le dit {file} : la {figures}[, pour chaque {by}]",
    plan_figure_sum: "somme de {column} est `{header}`[, à {tolerance} près]",
    plan_figure_count: "quantité de lignes est `{header}`",
    plan_side_sum: "{column} de {table}[ là où {filter}]",
    plan_side_count: "les lignes de {table}[ là où {filter}]",
    plan_rule_count_exact: "{rows:ligne|lignes}[ pour chaque {by}]",
    plan_rule_count_least: "au moins {rows:ligne|lignes}[ pour chaque {by}]",
    plan_rule_count_most: "au plus {rows:ligne|lignes}[ pour chaque {by}]",
    plan_rule_count_range: "de {least} à {rows:ligne|lignes}[ pour chaque {by}]",
    plan_rule_sequence: "{column} compte de un en un, sans lacune[, pour chaque {by}]",
    plan_rule_nulls: "{rule}, et aucune valeur vide",
    plan_rule_where: "{rule}, là où {filter}",
    plan_rejects: "{keys} (sinon refusé)",
    plan_warns: "{keys} (simple avertissement)",
    plan_fails: "{keys} (sinon rien n’est publié)",
    plan_constant: "toujours {value}",
    plan_empty: "toujours vide",
    plan_repeat_number: "numéro de la répétition",
    plan_list: "liste de {from}",
    plan_structure: "structure de {from}",
    plan_lookup: "cherché dans `{crosswalk}` par {keys}",
    plan_split_taken: "`{header}` de la répartition",
    plan_part_number: "numéro de la partie",
    plan_split: "lignes réparties par {keys} selon `{crosswalk}`, {amounts} au cent près",
    plan_crosswalk: "passage",
    plan_crosswalk_file: "`{file}`, {rows:ligne|lignes}, {bytes:bytes} ; {memory:mebibytes} de mémoire",
    plan_memory: "mémoire",
    plan_memory_bound: "au plus {memory}, avec un fil par cœur ; les fichiers sont lus par blocs de {block}",

    verified: "L’exécution {run} est intacte : {files:fichier|fichiers} comme elle les a écrits, {rows:ligne recomptée|lignes recomptées}, {sources:source|sources} comme elle les a lues",
    not_verified: "L’exécution[ {run}] n’est pas intacte : {count:différence|différences}",
    verified_more: "et {more:autre différence|autres différences} ; --json les donne toutes",
    verified_rest: "Ce qui est intact : {files:fichier|fichiers} comme elle les a écrits, {rows:ligne recomptée|lignes recomptées}, {sources:source|sources} comme elle les a lues",

    which_current: "celle à laquelle mène `current`[ ; une plus récente se trouve dans {newer}]",
    which_newest: "la plus récente de ce dossier, quel qu’en soit le résultat",

    coverage_head: "Exécution {run} ({outcome}) : ce que couvrent ses tables de passage, de toutes les lignes cherchées",
    coverage_none: "L’exécution {run} ({outcome}) ne cherche rien dans une table de passage",
    coverage_mends: "Cette exécution est une reprise : seuls les enregistrements repris sont comptés ici. Ce qui a été cherché avant figure dans l’exécution {run} : `tumpline crosswalk` avec son dossier.",
    coverage_of: "`{subject}`, d’après `{crosswalk}` : {used} sur {keys:clé utilisée|clés utilisées}",
    coverage_matched: "trouvées",
    coverage_unmatched: "absentes",
    coverage_outside: "pas pour ce jour",
    coverage_no_key: "sans clé",
    coverage_rows: "lignes",
    coverage_amount: "{column}",
    coverage_gross: "sans les signes",
    coverage_reject: "refusées",
    coverage_warn: "signalées seulement",
    coverage_fail: "rien n’est publié",
    coverage_default: "valeur par défaut",
    coverage_empty: "laissées vides",
    coverage_keep: "laissées entières",
    coverage_unknown: "{rows:ligne n’a|lignes n’ont} pas de montant",
    coverage_whole: "chaque clé a été trouvée",
    coverage_largest: "{missing:clé manque|clés manquent}[ ; les {shown} plus grandes] :",
    coverage_personal: "{missing:clé manque|clés manquent} ; elles sont personnelles, aucune n’est montrée ni énumérée",
    coverage_key: "clé",
    coverage_days: "jours manquants",
    coverage_example: "par exemple",
    coverage_hole: "[dès {from}] [jusqu’à {to}]",
    coverage_place: "{file}, enregistrement {record}",
    coverage_fill: "à remplir : {path}",

    about: "Porte les écritures financières de l’ancien système vers du Parquet vérifié",
    about_run: "Lire les sources, les transformer, les vérifier, et publier les tables",
    about_check: "Trouver ce qui ne va pas dans des correspondances, et dire ce qu’elles feraient",
    about_replay: "Reprendre ce qu’une exécution a refusé, avec la correspondance corrigée ou tel que modifié",
    about_verify: "Vérifier les preuves d’une exécution d’après ses fichiers",
    about_crosswalk: "Dire ce que couvrent les tables de passage d’une exécution, et énumérer les clés qui manquent",
    about_infer: "Ébaucher une correspondance d’après des fichiers que personne n’a décrits, avec ses raisons en commentaire",
    about_look: "Montrer ce qu’est un fichier inconnu : enregistrements, longueurs, encodage, octets étranges, valeurs",
    about_init: "Créer un dossier avec une petite correspondance, sa source et les réglages d’un éditeur",
    about_explain: "Dire ce que veut dire un constat, ou ce que devient un enregistrement, octet par octet et colonne par colonne",
    about_copybook: "Montrer la disposition que décrit un copybook COBOL",
    about_schema: "Écrire le schéma JSON du langage des correspondances, pour les éditeurs",
    about_completions: "Écrire ce qui complète la commande dans un interpréteur",
    about_man: "Écrire la page de manuel",
    help_paths: "Une correspondance (un fichier YAML), ou un dossier de correspondances",
    help_out: "Le dossier de sortie ; les analystes lisent DIR/current/data",
    help_source: "Lire ce fichier ou ce dossier au lieu de celui que nomme la correspondance ; peut être répété",
    help_only: "Ne faire que cette table (rien n’est publié, comme avec --trial) ; peut être répété",
    help_set: "Donner une valeur à un paramètre que déclare migration.yaml ; peut être répété",
    help_threads: "Nombre de fils d’exécution ; par défaut, un par cœur",
    help_memory: "Mémoire à ne pas dépasser, par exemple 512MiB ou 2GB ; s’il le faut, les fils d’exécution sont moins nombreux",
    help_limit: "Ne lire que tant d’enregistrements de chaque correspondance (rien n’est publié, comme avec --trial)",
    help_trial: "Ne rien publier, quoi qu’il arrive ; les tables restent sous DIR/trial",
    help_round_trip: "Recoder les valeurs lues et compter celles qui donnent d’autres octets ; ne refuse rien",
    help_lang: "Langue des messages ; par défaut, celle de l’environnement",
    help_timings: "Afficher la vitesse, et où le temps est passé",
    help_no_sources: "Ne pas ouvrir les sources, qui peuvent manquer ; sans cela, leurs premiers enregistrements sont lus et jugés",
    help_fix: "Corriger dans les correspondances ce qui n’a qu’un seul texte juste, et montrer les lignes changées",
    help_csv: "Écrire la table des champs : pour chaque colonne son champ, sa place, son type, ses contrôles et ses règles, pour un tableur",
    help_json: "Écrire un document JSON sur la sortie standard",
    help_shape: "Des fichiers d’une même forme",
    help_draft: "Où la correspondance est écrite ; sinon, sur la sortie standard",
    help_force: "Remplacer un fichier qui existe",
    help_layout: "Les champs par nom, début et longueur comme un fournisseur les donne (CSV), un schéma Frictionless ou un JSON Schema ; `none` : aucune description publiée non plus",
    help_delimiter: "Ce qui sépare les cellules, si vous le savez : `;`, tab, pipe, etc.",
    help_encoding: "Comment les octets sont des caractères, si vous le savez : cp850, cp1252, cp037, etc.",
    help_dir: "Le dossier d’une exécution, ou un dossier de sortie",
    help_files: "Un fichier dont on ne sait rien ; plusieurs sont comparés",
    help_positions: "Compter les valeurs à ces octets de chaque enregistrement, par exemple 1 ou 1-2 ; peut être répété",
    help_all: "Tout : `look` lit les grands fichiers en entier, non des échantillons ; `explain` montre tous les octets et lignes",
    help_folder: "Le dossier à créer ; les fichiers qui y sont déjà restent intacts",
    help_shell: "L’interpréteur : bash, zsh, fish ou powershell",
    help_man_of: "La commande dont on veut la page ; par défaut, celle du programme",
    help_what: "Le code d’un constat, comme TL0212 ; ou une correspondance, un dossier de correspondances, le dossier d’une exécution ; avec --row, un fichier Parquet d’une exécution",
    help_record: "L’enregistrement de ce numéro, à partir de 1",
    help_at: "L’enregistrement qui a cet octet, à partir de 0",
    help_reject: "L’enregistrement refusé de ce numéro, à partir de 1 : parmi les rejets d’une exécution, ou dans la source de la correspondance",
    help_row: "L’enregistrement dont vient cette ligne du fichier Parquet ; les lignes se comptent à partir de 1",
    help_mapping: "La correspondance de l’exécution, si elle n’est plus près de ses sources",
    help_show_personal: "Montrer aussi les valeurs personnelles",
    help_book: "Un copybook, ou un programme COBOL avec une division des données",
    help_dialect: "De quel COBOL il s’agit : `ibm` (par défaut), `micro-focus` ou `gnucobol`",
    help_format: "Où se trouve le code sur une ligne : `fixed` (colonnes 8 à 72) ou `free` ; sinon, ce qui convient au texte",
    help_described_by: "Le copybook COBOL qui décrit le fichier : dit de quelle manière le fichier se lit selon lui",
    help_level_01: "L’enregistrement du copybook qui est visé, s’il y en a plusieurs de niveau 01",
    help_drafts: "Ébaucher plutôt une correspondance entière ; ce que le copybook ne dit pas y est marqué",
    help_data: "Les fichiers des enregistrements, tels que la correspondance doit les nommer",
    help_comma: "La virgule sépare les décimales (DECIMAL-POINT IS COMMA)",
    help_copies: "Un dossier contenant les livres qu’il copie ; à répéter pour plusieurs",
    help_help: "Afficher cette aide",
    help_version: "Afficher la version",
    head_usage: "Usage\u{a0}",
    head_commands: "Commandes\u{a0}",
    head_arguments: "Arguments\u{a0}",
    head_options: "Options\u{a0}",
};
