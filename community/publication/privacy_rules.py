"""The patterns of `community.publication.privacy`: what personal data look like in Chinese and English text.

Patterns marked `spoken` read a text whose Chinese numerals were turned into digits, letter by
letter. The group `what` is masked; `unless` spares what only looks like it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Optional

SURNAMES = frozenset(
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜"
    "范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文庞樊兰殷施陶洪翟安颜倪严牛温芦季俞章鲁葛"
    "伍韦申尤毕聂丛焦向柳邢路岳齐沿梅莫庄辛管祝左涂谷祁时舒耿牟卜肖詹关苗凌费纪靳盛童欧甄项曲成游阳裴席卫查屈鲍位覃霍翁隋植甘"
    "景薄单包司柏宁柯阮桂闵解强柴华车冉房边辜吉饶刁瞿戚丘古米池滕晋苑邬臧畅宫来嵺苟全褚廉简娄盖符奚木穆党燕郎邸冀谈姬屠连郜晏"
    "栾郁商蒙计喻揭窦迟宇敖糜鄢冷卓花仇艾蓝都巩稽井练仲乐虞卞封竺冼原官衣楚佟栗匡宗应台巫鞠僧桑荆谌银扬明沙薄伏岑习胥保和蔺"
)
TWO_LETTER_SURNAMES = frozenset(
    re.findall(r"\S+", "欧阳 司马 上官 诸葛 东方 皇甫 尉迟 公孙 慕容 司徒 夏侯 令狐 端木 长孙")
)
GIVEN_LIKE_WORDS = frozenset(
    re.findall(
        r"\S+",
        "匿名 居民 业主 住户 无名 不详 保密 本人 邻居 租户 没有 全体 高龄 安全 方便 "
        "文明 和平 成人 黄色 白天 时间 花园 车位 石桌 路灯 路面 田园 金属 江边 关闭 "
        "查看 明天 连廊 计划 水管 温水 冷水 台阶 木门 商铺 商店 都要 和谐 应该 管道 "
        "单元 党员 包括 车棚 房屋 房子 边上 古树 原来 保安 保洁 乐园 童年 成本 向阳 "
        "万元 于是 任何 何时 时常 常常 全部 全天 解决 单位 严重 康复 强烈 强制 盖板 ",
    )
)
"""Everyday words that begin with a surname: no names."""


@dataclass(frozen=True)
class Rule:
    """One kind of personal datum."""

    kind: str
    pattern: re.Pattern[str]
    spoken: bool = True
    unless: Optional[Callable[[re.Match[str]], bool]] = None


_INVISIBLE = r"\u200b-\u200f\u2060\ufeff\u00ad"
_DASH = r"\-\u2010-\u2015\u2212_"
_S = rf"[\s{_INVISIBLE}{_DASH}.·•・/~,()]{{0,3}}"
"""What people put between the digits of a phone number."""
_T = rf"[ {_INVISIBLE}{_DASH}]{{0,2}}"
_UNIT = (
    r"\s*(?:元|块|万|千|百|亿|米|平|㎡|m|cm|mm|km|厘米|毫米|公里|公分|人|户|%|‰|℃|年|月|天|日|小时|分|秒|次|个|只|条|棵|盏|辆|位|名|张|件"
    r"|套|处|多|余|起|路|度|斤|kg|吨|瓦|w|岁|字|页|票|届|期|栋|幢|间|层|台|盆|株|根|段|平方)"
)


def _list_of_numbers(match: re.Match[str]) -> bool:
    """Tell `1 3 5 7 9 11 13 15`, a list of places, from the digits of a phone number."""
    numbers = [int(group) for group in re.findall(r"\d+", match.group("what"))]
    return len(numbers) > 4 and all(a < b for a, b in zip(numbers, numbers[1:]))


def _dates(match: re.Match[str]) -> bool:
    rest = re.sub(
        r"(?<!\d)(?:19|20)\d\d[-./ ]?(?:0?[1-9]|1[0-2])[-./ ]?(?:0?[1-9]|[12]\d|3[01])(?!\d)",
        "",
        match.group("what"),
    )
    return not re.search(r"\d", rest) or _list_of_numbers(match)


def _range_or_round(match: re.Match[str]) -> bool:
    """Tell years, clock times, dates and round sums from local phone numbers."""
    groups = re.findall(r"\d+", match.group("what"))
    if len(groups) == 1:
        return int(groups[0]) % 1000 == 0 or _dates(match)
    years = all(1900 <= int(group) <= 2099 for group in groups)
    clock = all(int(group[:2]) < 24 and int(group[2:]) < 60 for group in groups)
    round_ = all(int(group) % 100 == 0 for group in groups)
    return years or clock or round_


def _day_month_year(match: re.Match[str]) -> bool:
    day, month, year = (int(number) for number in re.findall(r"\d+", match.group("what"))[:3])
    return "/" in match.group("what") and day <= 31 and month <= 12 and 1900 <= year <= 2099


def _no_flat(match: re.Match[str]) -> bool:
    """Tell `10-100` and `50-110` from `3-502`: flats end in 01 to 20 and stand on a floor below 60."""
    house, flat = re.findall(r"\d+", match.group("what"))[:2]
    floor, door = divmod(int(flat), 100)
    return len(house) >= len(flat) or not 1 <= door <= 20 or not 1 <= floor <= 60


def _rule(
    kind: str, pattern: str, *, spoken: bool = True, unless: Callable[[re.Match[str]], bool] | None = None
) -> Rule:
    return Rule(kind, re.compile(pattern, re.IGNORECASE), spoken, unless)


_BIRTH = rf"(?:1\s?9|2\s?0){_T}\d{_T}\d{_T}(?:0{_T}[1-9]|1{_T}[0-2]){_T}(?:0{_T}[1-9]|[12]{_T}\d|3{_T}[01])"
_AREA = rf"(?:\(?0(?:10|2\d|[3-9]\d{{2}})\)?|\+?86{_T}0?(?:10|2\d|[3-9]\d{{2}}))"
_CHAT = r"(?:微信|薇信|威信|v信|weixin|wechat|wx|vx|加v|qq|扣扣|企鹅)"
_PROVINCE = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"
_SURNAME = f"(?:{'|'.join(sorted(TWO_LETTER_SURNAMES))}|[{''.join(sorted(SURNAMES))}])"

_FAMILIAR = (
    "王李张刘陈杨赵黄周吴徐孙胡朱林何郭罗梁宋郑谢韩唐冯董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛阎余潘杜戴夏钟汪田任姜范姚谭廖"
    "邹熊陆郝崔邱秦顾侯邵孟钱"
)
_GIVEN = (
    "伟芳娜秀英敏静丽强磊军洋勇艳杰娟涛超兰霞刚桂珍玉建国志华红梅文斌淑芬燕康美玲俊晓凤雪翠萍慧春云秋菊振金香庆丰宝珠远佩峰仙娥海素琴松"
    "苏毛长根彩巧永年妹洪君子涵爱江惠段雷龙成阿贺史顾郝邵武卫莫祥立群宏浩宇轩欣怡佳琪婷雅思嘉梓晨辉鹏飞龙斌鑫旭阳亮峻德明发生荣贵福禄寿昌盛"
    "仁义礼智信忠孝廉维新正光耀祖贤良友谊锦绣莲荷蓉芝芸茜莉薇琳瑶瑾璐倩颖悦婉柔洁莹蕾岚璇"
)
_NOT_SURNAME = (
    r"(?<![每上下本这一四几]周)(?<![允不也或]许)(?<!主任)(?<![过工流课章]程)(?<![其多剩]余)(?<![如为任几]何)(?<!照顾)(?<!兼顾)"
    r"(?<![树园森]林)(?<![开大小]张)(?<![金枯]黄)(?<![水花块收交]钱)"
)

RULES: tuple[Rule, ...] = (
    _rule(
        "id_number", rf"(?<!\d)(?P<what>[1-9](?:{_T}\d){{5}}{_T}{_BIRTH}{_T}\d{_T}\d{_T}\d{_T}[\dX])(?!\d)"
    ),
    _rule(
        "mobile",
        rf"(?<![\d.])(?P<what>(?:(?:\+|00)?86{_S})?1{_S}[3-9](?:{_S}\d){{9}})(?!\d)",
        unless=_list_of_numbers,
    ),
    _rule(
        "landline", rf"(?<!\d)(?P<what>{_AREA}{_S}[2-9]\d{{2,3}}{_T}\d{{4}}(?:\s*[-转]\s*\d{{1,6}})?)(?!\d)"
    ),
    _rule("landline", rf"(?<!\d)(?P<what>[48]00{_T}\d{{3}}{_T}\d{{4}})(?!\d)"),
    _rule(
        "landline",
        rf"(?<![\d.,¥￥$])(?P<what>[2-9]\d{{6,7}}|[2-9]\d{{3}}[- ]\d{{4}})(?![\d.]|{_UNIT})",
        spoken=False,
        unless=_range_or_round,
    ),
    _rule(
        "phone",
        rf"(?:电话|手机|座机|联系方式|致电|来电|拨打|打给我|tel|phone|mobile|call)[^\d\n\x00*]{{0,6}}(?P<what>\d(?:{_T}\d){{6,15}})",
        unless=_dates,
    ),
    _rule("long_number", rf"(?<!\d)(?P<what>\d(?:{_T}\d){{11,18}}X?)(?!\d)", unless=_dates),
    _rule("document", r"(?<![A-Z\d])(?P<what>[DEGHPS][A-Z]?\d{7,8})(?![A-Z\d])", spoken=False),
    _rule(
        "email",
        r"(?P<what>[A-Z0-9._%+\-]{1,64}\s?@\s?[A-Z0-9\-]{1,63}(?:\s?\.\s?[A-Z0-9\-]{1,63})+)",
        spoken=False,
    ),
    _rule(
        "email",
        r"(?P<what>[A-Z0-9._%+\-]{1,64}\s*[(\[]?\s?\bat\b\s?[)\]]?\s*[A-Z0-9\-]{1,63}"
        r"(?:\s*(?:[(\[]\s?dot\s?[)\]]|\bdot\b)\s*[A-Z0-9\-]{1,63})+)",
        spoken=False,
    ),
    _rule(
        "email",
        r"(?P<what>[A-Z0-9._%+\-]{1,64}\s*[(\[]\s?at\s?[)\]]\s*[A-Z0-9\-]{1,63}(?:\.[A-Z0-9\-]{1,63})+)",
        spoken=False,
    ),
    _rule(
        "chat",
        rf"{_CHAT}\s*(?:群|id)?\s*(?:[:=是为]|号[码]?\s*[:=是为]?)\s*(?P<what>[A-Z][A-Z\d_\-]{{4,19}}|[1-9]\d{{4,11}})",
        spoken=False,
    ),
    _rule(
        "chat",
        rf"{_CHAT}\s*群?\s*(?P<what>(?=[A-Z_\-]*\d)[A-Z][A-Z\d_\-]{{4,19}}|[1-9]\d{{4,11}})",
        spoken=False,
    ),
    _rule(
        "plate",
        rf"(?P<what>[{_PROVINCE}][A-HJ-NP-Z][ ·•・.\-]?(?=[A-Z]*\d[A-Z]*\d)[A-HJ-NP-Z\d]{{4,5}}"
        r"[A-HJ-NP-Z\d挂学警港澳])(?![A-Z\d])",
        spoken=False,
    ),
    _rule(
        "room",
        rf"(?<![\d.年{_DASH}])(?P<what>\d{{1,3}}\s?[{_DASH}/#]\s?\d{{1,2}}\s?[{_DASH}/]\s?\d{{3,4}})(?![\d年])",
        unless=_day_month_year,
    ),
    _rule(
        "room",
        rf"(?:[A-Z\d](?:栋|幢|座|号楼|#楼?|号|楼|单元|门)|[A-Z]座)\s*[{_DASH},]?\s*(?P<what>\d{{3,4}})(?!\d|{_UNIT})",
    ),
    _rule(
        "room",
        r"(?<![\d.])(?P<what>[A-Z]?\d{3,4})\s*(?:室(?![内外友])|号房|房(?![屋间子价租源产东型地贷改顶前后门]))",
    ),
    _rule(
        "room",
        rf"(?<![\d.年月{_DASH}])(?P<what>\d{{1,3}}\s?[{_DASH}]\s?\d{{3,4}})(?!\d|{_UNIT}|\s?[{_DASH}]\s?\d)",
        spoken=False,
        unless=_no_flat,
    ),
    _rule(
        "name",
        rf"(?:我叫|我是(?=.{{2,3}}(?:[,。;、!住在]|$))|(?:姓名|联系人|签名|签字|署名|落款|本人)\s*[:])\s*"
        rf"(?P<what>{_SURNAME}[\u4e00-\u9fff](?:(?![住在是的家说有要想来])[\u4e00-\u9fff])?)",
        spoken=False,
    ),
    # A familiar surname and two letters usual in given names: 陈桂芳, but not 白玉兰, the flower.
    _rule("name", rf"(?P<what>[{_FAMILIAR}]{_NOT_SURNAME}[{_GIVEN}]{{2}})", spoken=False),
)

SALUTATIONS = re.compile(
    rf"(?:[老小阿][{_FAMILIAR}](?![色区路车])"
    rf"|[{_FAMILIAR}](?:[\u4e00-\u9fff]{{1,2}})?"
    r"(?:阿姨|阿婆|奶奶|爷爷|大爷|大妈|大叔|叔叔|伯伯|师傅|老师|先生|女士|小姐|太太|经理|主任|书记|医生|大哥|大姐|大娘|婆婆))"
)
"""老王, 李阿姨, 张建国先生: flagged for a person to decide."""
