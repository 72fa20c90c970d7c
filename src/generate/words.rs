//! The words that generated texts are put together from, each in the three languages.

/// A word in Chinese, English and Russian.
pub(super) type Word = (&'static str, &'static str, &'static str);

/// What is undertaken. The Russian is a noun that a genitive follows.
pub(super) const ACTS: &[Word] = &[
    ("推动", "Promote", "Продвижение"),
    ("加强", "Strengthen", "Укрепление"),
    ("建立", "Establish", "Создание"),
    ("扩大", "Expand", "Расширение"),
    ("支持", "Support", "Поддержка"),
    ("举办", "Hold", "Проведение"),
    ("制定", "Draw up", "Разработка"),
    ("完善", "Improve", "Совершенствование"),
    ("落实", "Implement", "Реализация"),
    ("开展", "Carry out", "Осуществление"),
    ("商签", "Conclude", "Заключение"),
    ("研究", "Study", "Изучение"),
    ("启动", "Launch", "Запуск"),
    ("深化", "Deepen", "Углубление"),
];

/// What it is done to. The Russian stands in the genitive.
pub(super) const OBJECTS: &[Word] = &[
    ("合作机制", "a mechanism of cooperation", "механизма сотрудничества"),
    ("工作组", "a working group", "рабочей группы"),
    ("联合项目", "joint projects", "совместных проектов"),
    ("行动计划", "a plan of action", "плана действий"),
    ("政府间协定", "an intergovernmental agreement", "межправительственного соглашения"),
    ("部长级会议", "a meeting of ministers", "встречи министров"),
    ("专家交流", "an exchange of experts", "обмена экспертами"),
    ("培训课程", "training courses", "учебных курсов"),
    ("信息平台", "an information platform", "информационной платформы"),
    ("年度论坛", "an annual forum", "ежегодного форума"),
    ("研究中心", "a research centre", "исследовательского центра"),
    ("合作备忘录", "a memorandum of understanding", "меморандума о взаимопонимании"),
    ("示范园区", "a demonstration park", "демонстрационного парка"),
    ("运输走廊", "a transport corridor", "транспортного коридора"),
    ("口岸设施", "border crossing facilities", "пограничной инфраструктуры"),
    ("标准互认", "the mutual recognition of standards", "взаимного признания стандартов"),
    ("奖学金名额", "scholarships", "стипендий"),
    ("联合考察", "joint expeditions", "совместных экспедиций"),
    ("早期预警系统", "an early warning system", "системы раннего предупреждения"),
    ("投资基金", "an investment fund", "инвестиционного фонда"),
    ("贸易便利化措施", "measures to ease trade", "мер по упрощению торговли"),
    ("文化年", "a year of culture", "года культуры"),
    ("艺术节", "a festival of the arts", "фестиваля искусств"),
    ("医疗援助", "medical aid", "медицинской помощи"),
    ("数据共享", "the sharing of data", "обмена данными"),
    ("技术转让", "the transfer of technology", "передачи технологий"),
    ("农产品准入", "market access for farm products", "доступа сельхозпродукции на рынок"),
    ("青年交流", "exchanges of young people", "молодёжных обменов"),
    ("联合声明", "a joint statement", "совместного заявления"),
    ("路线图", "a roadmap", "дорожной карты"),
];

/// In which field. The Russian stands in the genitive. With each the topic that it goes under.
pub(super) const FIELDS: &[(Word, &str)] = &[
    (("经贸", "trade", "торговли"), "trade"),
    (("投资", "investment", "инвестиций"), "investment"),
    (("工业", "industry", "промышленности"), "industry"),
    (("海关", "customs", "таможенного дела"), "customs"),
    (("交通", "transport", "транспорта"), "transport"),
    (("铁路", "railways", "железных дорог"), "transport"),
    (("基础设施", "infrastructure", "инфраструктуры"), "infrastructure"),
    (("能源", "energy", "энергетики"), "energy"),
    (("可再生能源", "renewable energy", "возобновляемой энергетики"), "energy"),
    (("矿产", "minerals", "полезных ископаемых"), "minerals"),
    (("农业", "agriculture", "сельского хозяйства"), "agriculture"),
    (("粮食安全", "food security", "продовольственной безопасности"), "food-security"),
    (("气候变化", "climate change", "изменения климата"), "climate"),
    (("环境保护", "environmental protection", "охраны окружающей среды"), "environment"),
    (("防治荒漠化", "combating desertification", "борьбы с опустыниванием"), "environment"),
    (("水资源", "water resources", "водных ресурсов"), "water"),
    (("科技创新", "science and innovation", "науки и инноваций"), "science"),
    (("数字经济", "the digital economy", "цифровой экономики"), "digital"),
    (("人工智能", "artificial intelligence", "искусственного интеллекта"), "digital"),
    (("网络安全", "cybersecurity", "кибербезопасности"), "cybersecurity"),
    (("教育", "education", "образования"), "education"),
    (("文化", "culture", "культуры"), "culture"),
    (("文物保护", "the protection of heritage", "охраны наследия"), "heritage"),
    (("旅游", "tourism", "туризма"), "tourism"),
    (("体育", "sport", "спорта"), "sport"),
    (("卫生健康", "public health", "здравоохранения"), "health"),
    (("减贫", "poverty reduction", "сокращения бедности"), "poverty"),
    (("执法安全", "law enforcement", "правоохранительной деятельности"), "security"),
    (("禁毒", "combating drugs", "борьбы с наркотиками"), "drugs"),
    (("应急管理", "emergency management", "чрезвычайных ситуаций"), "social"),
];

/// Syllables of the names of places, written alike in the three scripts: two make a name, so
/// that some names stand in many items and others in a few.
pub(super) const BEGINNINGS: &[Word] = &[
    ("卡拉", "Kara", "Кара"),
    ("阿克", "Ak", "Ак"),
    ("萨雷", "Sary", "Сары"),
    ("科克", "Kok", "Кок"),
    ("铁米尔", "Temir", "Темир"),
    ("塔什", "Tash", "Таш"),
    ("琼", "Chon", "Чон"),
    ("乌尊", "Uzun", "Узун"),
    ("别什", "Besh", "Беш"),
    ("明", "Ming", "Минг"),
    ("古尔", "Gul", "Гуль"),
    ("奥尔", "Or", "Ор"),
    ("德尔特", "Dort", "Дорт"),
    ("埃斯基", "Eski", "Эски"),
    ("阿尔滕", "Altyn", "Алтын"),
    ("库姆", "Kum", "Кум"),
    ("巴依", "Bai", "Бай"),
    ("苏鲁", "Sulu", "Сулу"),
    ("依希", "Issy", "Иссы"),
    ("纳林", "Naryn", "Нарын"),
];

/// See [`BEGINNINGS`].
pub(super) const ENDINGS: &[Word] = &[
    ("苏", "su", "су"),
    ("套", "tau", "тау"),
    ("库勒", "kul", "куль"),
    ("布拉克", "bulak", "булак"),
    ("达利亚", "darya", "дарья"),
    ("托别", "tobe", "тобе"),
    ("萨伊", "sai", "сай"),
    ("阿巴德", "abad", "абад"),
    ("别克", "bek", "бек"),
    ("坎特", "kent", "кент"),
    ("贾尔", "jar", "жар"),
    ("阿雷克", "aryk", "арык"),
    ("科尔干", "korgan", "корган"),
    ("让", "jan", "жан"),
    ("铁尔", "ter", "тер"),
    ("波尔", "bor", "бор"),
    ("达拉", "dala", "дала"),
    ("库尔特", "kurt", "курт"),
    ("玛拉", "mara", "мара"),
    ("齐勒", "chil", "чиль"),
];

/// What updates tell, before the field that they are about.
pub(super) const NEWS: &[&str] = &[
    "The ministry in charge reported on",
    "Negotiators met for another round on",
    "A draft was circulated among the parties, covering",
    "The budget for the year provides funds for",
    "Works on site went on as planned; they concern",
    "No public record was found beyond an announcement about",
    "The agreement was signed at the meeting of ministers and covers",
    "The parliament took up the ratification of the text on",
    "The working group has not met since the spring; on its agenda stood",
    "Опубликован отчёт о ходе работ по направлению:",
    "Стороны согласовали проект документа в области",
    "Министерство сообщило о завершении этапа, касающегося",
    "双方举行工作组会议，讨论了",
    "有关部门公布了进展情况，涉及",
    "项目已按计划推进，内容包括",
];

/// How updates go on.
pub(super) const DETAILS: &[&str] = &[
    "No date for the next step was given.",
    "The next step is expected within the quarter.",
    "The documents are public and linked below.",
    "Figures for the year are still provisional.",
    "Two of the parties asked for changes to the annex.",
    "The secretariat was informed by letter.",
    "Дальнейшие шаги будут определены позднее.",
    "Данные за год предварительные.",
    "下一步安排尚未公布。",
    "",
];

/// Why something closed is spoken of again.
pub(super) const REASONS: &[&str] = &[
    "The programme was taken up again in a new budget.",
    "What was reported as done turned out to be its first stage.",
    "Проект возобновлён решением правительства.",
];

/// Who publishes evidence: hosts under a name that is reserved for examples (RFC 2606).
pub(super) const PUBLISHERS: &[(&str, &str)] = &[
    ("foreign-affairs.example", "en"),
    ("government.example", "ru"),
    ("news.example", "en"),
    ("gazette.example", "ru"),
    ("ministry.example", "zh"),
    ("statistics.example", "en"),
];
