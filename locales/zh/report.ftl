# 进展报告：标题、栏目与句子。

report-title = 进展报告
report-contents = 目录
report-as-of = 截至
report-known-at = 依据截至此时的信息
report-compared-with = 对比日期
report-scope = 范围
report-scope-all = 全部各方、全部章节
report-scope-parties = 各方：{ $parties }
report-scope-sections = 章节：{ $sections }
report-place = 变更流位置
report-place-is = 第{ $seq }条变更
report-chain = 哈希链
report-cursor = 游标
report-adopted = 通过
report-adopted-is = { $day }，{ $place }

# --- 标题

report-heading-summary = 摘要
report-heading-totals = 合计
report-heading-parties = 各方与状态
report-heading-matrix = 各方与章节
report-heading-timeline = 期限
report-heading-overdue = 逾期
report-heading-next = 未来90天内到期
report-heading-changes = { $day }以来的变化
report-heading-reached = 新完成
report-heading-slipped = 新逾期
report-heading-contradicted = 出现矛盾
report-heading-moved = 状态变化
report-heading-items = 逐项承诺
report-heading-scores = 评分
report-heading-method = 方法
report-heading-notes = 注释

# --- 栏目

report-column-status = 状态
report-column-timeliness = 时效
report-column-obligations = 义务
report-column-commitments = 承诺
report-column-party = 责任方
report-column-section = 章节
report-column-total = 合计
report-column-reported = 已报告
report-column-overdue = 逾期
report-column-done = 已完成
report-column-open = 未完成
report-column-due = 到期日
report-column-opens = 起始日
report-column-days = 逾期天数
report-column-code = 条目
report-column-title = 承诺
report-column-role = 角色
report-column-occurrence = 届次
report-column-before = 此前
report-column-now = 现在
report-column-basis = 依据
report-column-said-of = 状态日期
report-column-done-on = 完成日
report-column-update = 最近报告
report-column-declared = 自报
report-column-assessed = 评估
report-column-contested = 说法矛盾
report-column-author = 填报人
report-column-address = 网址
report-column-published = 发布
report-column-evidence = 证据
report-column-scale = 量表
report-column-mean = 均值
report-column-scored = 已评分
report-column-coverage = 覆盖率
report-column-grades = 各级数量

# --- 工作簿中各表的名称，不超过 31 个字符

report-sheet-summary = 摘要
report-sheet-parties = 各方
report-sheet-matrix = 各方与章节
report-sheet-timeline = 期限
report-sheet-overdue = 逾期
report-sheet-next = 即将到期
report-sheet-changes = 变化
report-sheet-items = 事项
report-sheet-scores = 评分
report-sheet-method = 方法
report-sheet-notes = 注释

# --- 句子

report-summary-owed = 共计{ $obligations }项义务，分属{ $commitments }项承诺。
report-summary-coverage = 已报告：{ $total }项义务中的{ $reported }项（{ $share }）。
report-summary-silent = 迄今尚无任何报告。这并不说明实际进展如何。
report-summary-complete = { $complete ->
    [0] 尚无已完成的义务。
   *[other] 已完成{ $complete }项{ $late ->
        [0] 。
       *[other] ，其中{ $late }项逾期完成。
    }
}
report-summary-overdue = { $overdue ->
    [0] 无逾期义务。
    [1] 逾期1项，已逾期{ $days }天。
   *[other] 逾期{ $overdue }项，最长已逾期{ $days }天。
}
report-summary-next = { $next ->
    [0] 未来90天内无义务到期。
    [1] 未来90天内有1项到期，到期日为{ $day }。
   *[other] 未来90天内有{ $next }项到期，最早的到期日为{ $day }。
}
report-summary-contested = 关于{ $contested }项义务的报告相互矛盾。
report-summary-changes = 自{ $day }以来，新完成{ $reached }项，新逾期{ $slipped }项，状态变化{ $moved }项。
report-summary-early = { $day }时宣言尚未通过（通过日期为{ $adopted }），当时尚无义务。
report-summary-nothing = 所选各方与章节之下没有义务。

# --- 表格说明

report-none-overdue = 无逾期义务。
report-none-next = 未来90天内无义务到期。
report-none-dated = 此处均无期限。
report-none-reached = 无新完成的义务。
report-none-slipped = 无新逾期的义务。
report-none-contradicted = 未出现矛盾。
report-none-moved = 状态均无变化。
report-none-items = 无可显示的内容。
report-none-said = 尚无报告
report-matrix-legend = 每格为“已报告数/义务数”。▲后的数字为其中逾期的项数。
report-coverage-of = { $reported }/{ $total }
report-section = 第{ $number }章：{ $title }
report-party-occurrence = { $party }（{ $occurrence }）
report-said-by = { $author }，{ $day }
report-supporters = 支持方自身不承担交付，不计入任何合计；其状态随主办方和牵头方。
report-note-published = { $day }发布

# --- 评分与方法

report-scale-toronto = 多伦多量表（七国集团与二十国集团研究组）
report-scale-kroc = 和平协议矩阵（克罗克研究所）
report-scale-ogp = 完成度（开放政府伙伴关系）
report-scale-toronto-is = −1为未履行，0为部分履行，+1为全面履行。
report-scale-kroc-is = 0为未启动，1为最低程度，2为中等程度，3为全面实施。
report-scale-ogp-is = 0为未开始，1为有限，2为实质性，3为完成。
report-scores-read = 均值只涵盖已评分的义务，须与覆盖率一并阅读。这是按公开量表对本台账的解读，并非量表所属机构的判断。
report-score-none = 尚无可评分的内容
report-grade-count = { $grade }{ $count }
report-method-counted = 计入的是主办方、牵头方和参与方在可跟踪条目下的义务。各方按礼宾顺序排列，并非排名。
report-method-silence = “尚无报告”表示还没有任何一方作出说明，并不等于未履行：它降低覆盖率，但从不降低均值。
report-method-overdue = 义务自到期日次日起即为逾期，直至完成、放弃或被取代。
report-method-fold = 评估方的说明优先于责任方的自报。同一天的说明不一致时，在一致之前以进展较小者为准。
report-method-known = 以“依据截至此时的信息”所示时间再次查询，无论此后有何报告或修改，所得报告完全相同。
report-method-page = 方法全文：{ $page }
