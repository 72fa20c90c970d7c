# 封闭词表的用语，以及日期的写法。

day = { $year }年{ $month }月{ $day }日

status-not-reported = 尚无报告
status-not-started = 未开始
status-in-progress = 进行中
status-substantial = 大部分完成
status-complete = 已完成
status-ongoing = 持续进行
status-stalled = 停滞
status-abandoned = 已放弃
status-superseded = 已被取代

timeliness-undated = 无期限
timeliness-not-due = 不计期限
timeliness-upcoming = 期限未开始
timeliness-in-window = 期限内
timeliness-overdue = 逾期
timeliness-done-on-time = 按时完成
timeliness-done-late = 逾期完成
timeliness-follows = 随主责方

basis-declared = 自报
basis-assessed = 评估

role-host = 主办方
role-lead = 牵头方
role-participant = 参与方
role-supporter = 支持方

strength-decision = 决定
strength-undertaking = 承诺采取行动
strength-support = 支持
strength-position = 立场
strength-acknowledgement = 确认

kind-event = 活动
kind-institution = 机构
kind-instrument = 文件
kind-programme = 计划
kind-policy = 政策
kind-position = 立场

toronto-non-compliance = 未履行
toronto-partial-compliance = 部分履行
toronto-full-compliance = 全面履行
kroc-not-initiated = 未启动
kroc-minimum = 最低程度
kroc-intermediate = 中等程度
kroc-full = 全面
ogp-not-started = 未开始
ogp-limited = 有限
ogp-substantial = 实质性
ogp-complete = 完成

entity-declaration = 宣言
entity-party = 责任方
entity-commitment = 条目
entity-obligation = 义务
entity-milestone = 里程碑
entity-update = 进展
entity-conflict = 冲突

op-created = 新建
op-edited = 修改
op-deleted = 删除

user-role-viewer = 访客
user-role-analyst = 分析员
user-role-assessor = 评估员
user-role-editor = 编辑
user-role-admin = 管理员

conflict-group-text = 文本
conflict-group-titles = 标题
conflict-group-deadline = 期限
conflict-group-coding = 分类
conflict-group-obligations = 责任方
conflict-group-milestone = 里程碑
conflict-group-existence = 存废
resolution-theirs = 保留了已提交的值
resolution-yours = 采用了后到的值
resolution-value = 采用了另写的值

topic-governance = 机制建设
topic-multilateralism = 多边主义
topic-sovereignty = 主权
topic-peace = 和平
topic-security = 安全
topic-drugs = 禁毒
topic-disarmament = 裁军
topic-afghanistan = 阿富汗
topic-humanitarian = 人道主义事务
topic-trade = 贸易
topic-investment = 投资
topic-industry = 工业
topic-customs = 海关
topic-transport = 交通运输
topic-infrastructure = 基础设施
topic-energy = 能源
topic-minerals = 矿产
topic-agriculture = 农业
topic-food-security = 粮食安全
topic-climate = 气候
topic-environment = 环境
topic-mountains = 山区
topic-water = 水资源
topic-science = 科学
topic-digital = 数字技术
topic-cybersecurity = 网络安全
topic-education = 教育
topic-culture = 文化
topic-heritage = 遗产
topic-tourism = 旅游
topic-sport = 体育
topic-youth = 青年
topic-health = 卫生
topic-poverty = 减贫
topic-social = 社会事务

reference-resolution = 决议
reference-treaty = 条约
reference-document = 文件
reference-meeting = 会议
reference-body = 机构
reference-initiative = 倡议
reference-infrastructure = 基础设施
