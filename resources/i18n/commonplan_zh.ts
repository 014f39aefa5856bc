<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
 <context>
  <name>commonplan</name>
  <message>
   <source>&amp;Encoding</source>
   <translation>编码(&amp;E)</translation>
  </message>
  <message>
   <source>(without a name)</source>
   <translation>（无名图层）</translation>
  </message>
  <message>
   <source>, </source>
   <translation>、</translation>
  </message>
  <message>
   <source>A community already stands in {folder}; choose another folder or allow overwriting.</source>
   <translation>{folder} 中已有一个社区；请另选文件夹，或允许覆盖。</translation>
  </message>
  <message>
   <source>A community needs a name; set NAME.</source>
   <translation>社区需要名称；请填写“社区名称”（NAME）。</translation>
  </message>
  <message>
   <source>A field of the layer, or the name of a new one.</source>
   <translation>图层的一个字段，或新字段的名称。</translation>
  </message>
  <message>
   <source>A footprint belongs to no place.</source>
   <translation>有一个场所范围不属于任何场所。</translation>
  </message>
  <message>
   <source>A grid of the city's own, tied by control points</source>
   <translation>城市独立坐标系，用控制点联测</translation>
  </message>
  <message>
   <source>A map on which the places find no room even with the smallest markers becomes an overview and sections, each with its own map and index; the log says which larger sheet would hold them on one. DIVIDE never keeps them on one map, and names the numbers that hide one another.</source>
   <translation>即使用最小的标注也排不下全部场所的图，会变成一张总览图和若干分幅图，每幅有自己的地图和索引；日志会说明多大的图幅可以排在一张上。DIVIDE 选 never 时仍排在一张图上，并列出相互遮挡的编号。</translation>
  </message>
  <message>
   <source>A page for each</source>
   <translation>按什么分页</translation>
  </message>
  <message>
   <source>A rule needs a code, a word or a tag that it is about.</source>
   <translation>规则需要写明所依据的编码、词语或标签。</translation>
  </message>
  <message>
   <source>A rule needs the kind it suggests; for a code the role is enough.</source>
   <translation>规则需要写明判定为哪个类别；编码规则只写地物角色也可以。</translation>
  </message>
  <message>
   <source>A series for each class</source>
   <translation>每类一个序列（字段）</translation>
  </message>
  <message>
   <source>A smaller map</source>
   <translation>缩小地图</translation>
  </message>
  <message>
   <source>A survey that is renewed gives up the objects that the new one has too, or whose ground it covers. Places keep their numbers and comments; those whose object moved, changed or is gone are listed in the report and marked for a look.</source>
   <translation>被更新的测绘图，凡新图中也有的对象、或位于新图覆盖范围内的对象，都由新图取代。场所的编号和意见保持不变；所依据的对象已移位、变更或消失的场所会列入报告并标记待查看。</translation>
  </message>
  <message>
   <source>Accept</source>
   <translation>采纳</translation>
  </message>
  <message>
   <source>Accept places</source>
   <translation>采纳场所</translation>
  </message>
  <message>
   <source>Accept, change or reject it.</source>
   <translation>请确认、修改或否定它。</translation>
  </message>
  <message>
   <source>Add</source>
   <translation>添加</translation>
  </message>
  <message>
   <source>Add a row</source>
   <translation>添加一行</translation>
  </message>
  <message>
   <source>Add a row of your own</source>
   <translation>添加一行自定义内容</translation>
  </message>
  <message>
   <source>Add files…</source>
   <translation>添加文件…</translation>
  </message>
  <message>
   <source>Add garage ramp</source>
   <translation>添加车库坡道</translation>
  </message>
  <message>
   <source>Add imagery as background</source>
   <translation>添加影像底图</translation>
  </message>
  <message>
   <source>Add side entrance</source>
   <translation>添加次入口</translation>
  </message>
  <message>
   <source>Address</source>
   <translation>门牌地址</translation>
  </message>
  <message>
   <source>Address of the public page, for a QR code</source>
   <translation>公开网页的地址（生成二维码）</translation>
  </message>
  <message>
   <source>Affine</source>
   <translation>仿射</translation>
  </message>
  <message>
   <source>After the courtyard</source>
   <translation>排在院内之后</translation>
  </message>
  <message>
   <source>All</source>
   <translation>全选</translation>
  </message>
  <message>
   <source>All are decided.</source>
   <translation>已全部判定。</translation>
  </message>
  <message>
   <source>All control points lie in one place; give points far apart.</source>
   <translation>控制点都在同一处；请给出相距较远的点。</translation>
  </message>
  <message>
   <source>All files (*)</source>
   <translation>所有文件 (*)</translation>
  </message>
  <message>
   <source>All proposals</source>
   <translation>全部提案</translation>
  </message>
  <message>
   <source>All texts are plain ASCII: every encoding reads them alike.</source>
   <translation>文字全是 ASCII 字符，用哪种编码读都一样。</translation>
  </message>
  <message>
   <source>Along a line</source>
   <translation>沿一条线</translation>
  </message>
  <message>
   <source>Along the boundary</source>
   <translation>沿边界</translation>
  </message>
  <message>
   <source>Along the boundary; the path through all places is {boundary} m, at least a tenth shorter than {bearing} m by clock hand.</source>
   <translation>沿边界法；走遍全部场所的路程为 {boundary} 米，比钟针法的 {bearing} 米至少短十分之一。</translation>
  </message>
  <message>
   <source>Already in the community, its rows will be replaced: {files}</source>
   <translation>社区里已有，将替换其原有内容：{files}</translation>
  </message>
  <message>
   <source>Another coordinate system</source>
   <translation>其他坐标系</translation>
  </message>
  <message>
   <source>Answer</source>
   <translation>答复</translation>
  </message>
  <message>
   <source>Apply</source>
   <translation>应用</translation>
  </message>
  <message>
   <source>Approved by</source>
   <translation>审定</translation>
  </message>
  <message>
   <source>Arrays of blocks too large to be meant: {count}; each came in once.</source>
   <translation>过大的图块阵列：{count} 个；各按一个导入。</translation>
  </message>
  <message>
   <source>As before</source>
   <translation>沿用上次</translation>
  </message>
  <message>
   <source>As stored in the community</source>
   <translation>按社区中保存的</translation>
  </message>
  <message>
   <source>Ask for consent, or withdraw the text; it is not published.</source>
   <translation>请征得同意，或撤回公开文字；目前不会公开。</translation>
  </message>
  <message>
   <source>Ask if the file does not say</source>
   <translation>文件未说明时询问</translation>
  </message>
  <message>
   <source>Assume what is missing</source>
   <translation>缺少的内容自动推定</translation>
  </message>
  <message>
   <source>At least two pairs, better four: from a CSV (name, x and y in the drawing, easting, northing), or picked on the map.</source>
   <translation>至少两对点，最好四对：取自 CSV（点名、图上的 x 和 y、东坐标、北坐标），或在图上点选。</translation>
  </message>
  <message>
   <source>BD-09: Baidu</source>
   <translation>BD-09：百度</translation>
  </message>
  <message>
   <source>BOUNDARY has no polygon for {groups}; add one for each group.</source>
   <translation>边界（BOUNDARY）中没有 {groups} 的面；请为每组各加一个。</translation>
  </message>
  <message>
   <source>BY gives a page to each compound, building group (the column of that name of the buildings), class, proposal, or notice board, turned to where its reader looks.</source>
   <translation>“按什么分页”（BY）可为每个小区、楼组（楼栋的“楼组”一栏）、类别、提案或公告栏各出一页；公告栏的图转到读者面对的方向。</translation>
  </message>
  <message>
   <source>BY, DIVIDE and NORTH mean what they mean for one sheet; a community without a single building group or notice board to give a page to is a line in the list.</source>
   <translation>BY、DIVIDE 与 NORTH 的含义与绘制单幅图时相同；没有可供分页的楼组或公告栏的社区，在清单中占一行。</translation>
  </message>
  <message>
   <source>Back to the steps</source>
   <translation>返回步骤</translation>
  </message>
  <message>
   <source>Background</source>
   <translation>底图</translation>
  </message>
  <message>
   <source>Before</source>
   <translation>原为</translation>
  </message>
  <message>
   <source>Big5 (traditional Chinese)</source>
   <translation>Big5（繁体中文）</translation>
  </message>
  <message>
   <source>Bleed of a PDF (mm)</source>
   <translation>PDF 出血（毫米）</translation>
  </message>
  <message>
   <source>Block {block} holds itself; it was not taken apart further.</source>
   <translation>图块 {block} 包含自身；不再分解。</translation>
  </message>
  <message>
   <source>Block {block}, inserted {inserted} times, holds {holds} entities; it came in as points.</source>
   <translation>图块 {block} 插入 {inserted} 次，内含 {holds} 个图元；已按点导入。</translation>
  </message>
  <message>
   <source>Block {block}, inserted {inserted} times, was taken apart into {rows} objects.</source>
   <translation>图块 {block} 插入 {inserted} 次，分解为 {rows} 个对象。</translation>
  </message>
  <message>
   <source>Blocks nested too deep or too many to take apart: {count}; they came in as points.</source>
   <translation>嵌套过深或过多而未分解的图块：{count} 个；已按点导入。</translation>
  </message>
  <message>
   <source>Blocks of a drawing: points, or what is drawn in them</source>
   <translation>图块：作为点，或分解为块内图形</translation>
  </message>
  <message>
   <source>Both</source>
   <translation>中英文</translation>
  </message>
  <message>
   <source>Boundary</source>
   <translation>边界</translation>
  </message>
  <message>
   <source>Boundary and entrances</source>
   <translation>边界与出入口</translation>
  </message>
  <message>
   <source>Building group</source>
   <translation>楼组</translation>
  </message>
  <message>
   <source>Building numbers</source>
   <translation>楼号</translation>
  </message>
  <message>
   <source>Building numbers and road names that found no free place on the map: {count}.</source>
   <translation>图上放不下的楼号和路名：{count} 个。</translation>
  </message>
  <message>
   <source>Buildings</source>
   <translation>楼栋</translation>
  </message>
  <message>
   <source>COMPOUND, EDITION, LANGUAGE, STATE and COLOURS count for the drawing as for the sheet, in the nearest of AutoCAD's 255 colours. BY does not: it is one drawing with all places, whose layers can be turned off.</source>
   <translation>COMPOUND、EDITION、LANGUAGE、STATE、COLOURS 对 CAD 图与布局图同样有效，颜色取 AutoCAD 255 色中最接近的。BY 不分 CAD 图：它是包含全部场所的一幅图，图层可以关闭。</translation>
  </message>
  <message>
   <source>Calendar days</source>
   <translation>自然日</translation>
  </message>
  <message>
   <source>Cancel</source>
   <translation>取消</translation>
  </message>
  <message>
   <source>Cancelled.</source>
   <translation>已取消。</translation>
  </message>
  <message>
   <source>Cancelled; nothing was changed.</source>
   <translation>已取消；没有作任何改动。</translation>
  </message>
  <message>
   <source>Cards</source>
   <translation>卡片数</translation>
  </message>
  <message>
   <source>Cells beside the columns that were read: {count}; they stay in the file.</source>
   <translation>所读各列之外还有 {count} 个单元格，保留在原文件中。</translation>
  </message>
  <message>
   <source>Cells not right yet: {n}; the first one is shown. Nothing was saved.</source>
   <translation>还有 {n} 个单元格有误，已定位到第一个；尚未保存。</translation>
  </message>
  <message>
   <source>Centimetres</source>
   <translation>厘米</translation>
  </message>
  <message>
   <source>Certainty: {n} %</source>
   <translation>可信度：{n} %</translation>
  </message>
  <message>
   <source>Change</source>
   <translation>变化</translation>
  </message>
  <message>
   <source>Change a cell</source>
   <translation>修改单元格</translation>
  </message>
  <message>
   <source>Change the kind of places</source>
   <translation>更改场所类别</translation>
  </message>
  <message>
   <source>Change the name, or take it off the map, if it must not be shown.</source>
   <translation>如不宜公开，请改名或从图上去掉。</translation>
  </message>
  <message>
   <source>Changed since {file}</source>
   <translation>与 {file} 相比的变化</translation>
  </message>
  <message>
   <source>Changed since {file}: the first {n} of {total}</source>
   <translation>与 {file} 相比的变化：共 {total} 处，列出前 {n} 处</translation>
  </message>
  <message>
   <source>Change…</source>
   <translation>改类别…</translation>
  </message>
  <message>
   <source>Characters that no drawing for CAD can hold stand as 〓 in: {names}.</source>
   <translation>CAD 图无法保存的字以“〓”代替，见：{names}。</translation>
  </message>
  <message>
   <source>Check</source>
   <translation>检查</translation>
  </message>
  <message>
   <source>Check now</source>
   <translation>立即检查</translation>
  </message>
  <message>
   <source>Check the area entered, or propose more room.</source>
   <translation>请核对填写的面积，或规划更大的空间。</translation>
  </message>
  <message>
   <source>Check the community</source>
   <translation>检查社区</translation>
  </message>
  <message>
   <source>Checked by</source>
   <translation>审核</translation>
  </message>
  <message>
   <source>Chinese</source>
   <translation>中文</translation>
  </message>
  <message>
   <source>Choose a vector layer with geometry in the layer panel first.</source>
   <translation>请先在图层面板中选择一个带几何图形的矢量图层。</translation>
  </message>
  <message>
   <source>Choose another kind, or add this one to the catalogue.</source>
   <translation>请另选类别，或把它加入目录。</translation>
  </message>
  <message>
   <source>Choose another place, or make it a comment on the community.</source>
   <translation>请另选场所，或改为针对整个社区的意见。</translation>
  </message>
  <message>
   <source>Choose files…</source>
   <translation>选择文件…</translation>
  </message>
  <message>
   <source>Choose its compound, or delete it.</source>
   <translation>请选择所属小区，或删除它。</translation>
  </message>
  <message>
   <source>Choose its kind again.</source>
   <translation>请重新选择类别。</translation>
  </message>
  <message>
   <source>Choose its place, or make it a comment on the community.</source>
   <translation>请选择场所，或改为针对整个社区的意见。</translation>
  </message>
  <message>
   <source>Choose its place, set it on the map, or change its scope.</source>
   <translation>请选择场所、在图上标出位置，或修改范围。</translation>
  </message>
  <message>
   <source>Choose survey files</source>
   <translation>选择测绘文件</translation>
  </message>
  <message>
   <source>Chosen by you.</source>
   <translation>由您选定。</translation>
  </message>
  <message>
   <source>Chosen to fit</source>
   <translation>自动选择</translation>
  </message>
  <message>
   <source>Class</source>
   <translation>大类</translation>
  </message>
  <message>
   <source>Class (space, facility, unit, or any)</source>
   <translation>大类（space、facility、unit 或任意值）</translation>
  </message>
  <message>
   <source>Click a line on the map, or the outline of an area.</source>
   <translation>点击地图上的一条线，或一个面的边线。</translation>
  </message>
  <message>
   <source>Click in turn</source>
   <translation>依次点击</translation>
  </message>
  <message>
   <source>Click into the surveyed outline, or between the walls, that are the boundary.</source>
   <translation>单击作为边界的测绘轮廓或围墙之内。</translation>
  </message>
  <message>
   <source>Click on the map</source>
   <translation>在地图上点击</translation>
  </message>
  <message>
   <source>Click or box places to select them; drag one to move it.</source>
   <translation>单击或框选场所；拖动可移动编号点。</translation>
  </message>
  <message>
   <source>Click surveyed areas, symbols or bare ground; drag a box for many.</source>
   <translation>单击测绘面、符号或空地；拖框可一次标注多处。</translation>
  </message>
  <message>
   <source>Click the corners of the boundary; a right click closes it.</source>
   <translation>依次单击边界的拐点；右击闭合。</translation>
  </message>
  <message>
   <source>Click the entrance on the boundary.</source>
   <translation>请在边界上单击出入口的位置。</translation>
  </message>
  <message>
   <source>Click the line to walk along, from the entrance on; a right click ends it.</source>
   <translation>从入口起，依次点击要沿着走的路线；右键结束。</translation>
  </message>
  <message>
   <source>Click the places in turn; Backspace takes one back, a right click ends.</source>
   <translation>依次点击各场所；退格键退回一个，右键结束。</translation>
  </message>
  <message>
   <source>Click the ramp; the nearest underground garage is numbered there.</source>
   <translation>单击坡道；最近的地下车库将在此编号。</translation>
  </message>
  <message>
   <source>Click where numbers are to start: it is labelled as the starting point.</source>
   <translation>单击编号开始的位置：将标注为“起点”。</translation>
  </message>
  <message>
   <source>Click where the cut begins and where it ends.</source>
   <translation>单击切分线的起点和终点。</translation>
  </message>
  <message>
   <source>Clock hand</source>
   <translation>钟针法</translation>
  </message>
  <message>
   <source>Clock hand, easy to explain; the path through all places is {bearing} m, along the boundary {boundary} m.</source>
   <translation>钟针法，容易说明；走遍全部场所的路程为 {bearing} 米，沿边界法为 {boundary} 米。</translation>
  </message>
  <message>
   <source>Close</source>
   <translation>关闭</translation>
  </message>
  <message>
   <source>Close community</source>
   <translation>关闭社区</translation>
  </message>
  <message>
   <source>Code</source>
   <translation>编码</translation>
  </message>
  <message>
   <source>Colours of the classes</source>
   <translation>类别配色</translation>
  </message>
  <message>
   <source>Columns were read as: {order}.</source>
   <translation>各列依次读作：{order}。</translation>
  </message>
  <message>
   <source>Columns, as JSON: field → heading</source>
   <translation>列的对应关系（JSON）：字段 → 表头</translation>
  </message>
  <message>
   <source>Comment</source>
   <translation>意见</translation>
  </message>
  <message>
   <source>Comment {serial} is about a place, but does not say which or where.</source>
   <translation>意见 {serial} 针对某个场所，但没有说明是哪一个、在哪里。</translation>
  </message>
  <message>
   <source>Comment {serial} speaks of a place that does not exist.</source>
   <translation>意见 {serial} 所说的场所不存在。</translation>
  </message>
  <message>
   <source>Comment {serial} speaks of a place that was rejected or retired.</source>
   <translation>意见 {serial} 所说的场所已被否定或停用。</translation>
  </message>
  <message>
   <source>Comments</source>
   <translation>居民意见</translation>
  </message>
  <message>
   <source>Comments and proposals</source>
   <translation>居民意见与提案</translation>
  </message>
  <message>
   <source>Commissioned by</source>
   <translation>委托单位</translation>
  </message>
  <message>
   <source>Commonplan</source>
   <translation>社区共绘 Commonplan</translation>
  </message>
  <message>
   <source>Communities drawn</source>
   <translation>已出图的社区数</translation>
  </message>
  <message>
   <source>Community</source>
   <translation>社区</translation>
  </message>
  <message>
   <source>Community (*.gpkg)</source>
   <translation>社区文件 (*.gpkg)</translation>
  </message>
  <message>
   <source>Community file</source>
   <translation>社区文件</translation>
  </message>
  <message>
   <source>Community profile…</source>
   <translation>社区基本情况…</translation>
  </message>
  <message>
   <source>Compare, and renew what is the same survey</source>
   <translation>先比较，属同一测绘图的即予更新</translation>
  </message>
  <message>
   <source>Compound</source>
   <translation>小区</translation>
  </message>
  <message>
   <source>Compound (all of them if empty)</source>
   <translation>小区（留空为全部）</translation>
  </message>
  <message>
   <source>Compounds</source>
   <translation>小区</translation>
  </message>
  <message>
   <source>Compounds (polygons or closed lines)</source>
   <translation>小区（面或闭合线）</translation>
  </message>
  <message>
   <source>Computed in {crs}.</source>
   <translation>在 {crs} 中计算。</translation>
  </message>
  <message>
   <source>Control point {name} lies {off} m from where all the others put it and was left out; correct its coordinates and import again.</source>
   <translation>控制点 {name} 与其余各点推算的位置相差 {off} 米，未参与计算；请改正其坐标后重新导入。</translation>
  </message>
  <message>
   <source>Control point {name}: residual {residual:.3f} m</source>
   <translation>控制点 {name}：残差 {residual:.3f} 米</translation>
  </message>
  <message>
   <source>Control point {name}: {x:.3f}, {y:.3f} → {easting:.3f}, {northing:.3f}; residual {residual:.3f} m</source>
   <translation>控制点 {name}：{x:.3f}，{y:.3f} → {easting:.3f}，{northing:.3f}；残差 {residual:.3f} 米</translation>
  </message>
  <message>
   <source>Control points</source>
   <translation>控制点</translation>
  </message>
  <message>
   <source>Control points (*.csv *.txt *.dat)</source>
   <translation>控制点 (*.csv *.txt *.dat)</translation>
  </message>
  <message>
   <source>Control points (*.csv)</source>
   <translation>控制点 (*.csv)</translation>
  </message>
  <message>
   <source>Control points (CSV: name, x, y, easting, northing)</source>
   <translation>控制点（CSV：点名、x、y、东坐标、北坐标）</translation>
  </message>
  <message>
   <source>Coordinate reference system (EPSG code or “local”)</source>
   <translation>坐标系（EPSG 代码或 local）</translation>
  </message>
  <message>
   <source>Coordinate reference system of the survey (EPSG code or “local”)</source>
   <translation>测绘图的坐标系（EPSG 代码或 local）</translation>
  </message>
  <message>
   <source>Coordinate system</source>
   <translation>坐标系</translation>
  </message>
  <message>
   <source>Coordinate system (internal edition; the community's if empty)</source>
   <translation>坐标系统（内部版；空则为社区文件的坐标系）</translation>
  </message>
  <message>
   <source>Coordinate system of the image</source>
   <translation>影像的坐标系</translation>
  </message>
  <message>
   <source>Coordinates</source>
   <translation>坐标</translation>
  </message>
  <message>
   <source>Coordinates in {source} have no place in {target}; the CRS of the survey is another one.</source>
   <translation>{source} 的坐标超出 {target} 的范围；测绘图的坐标系应是另一个。</translation>
  </message>
  <message>
   <source>Copied to {file}</source>
   <translation>已复制到 {file}</translation>
  </message>
  <message>
   <source>Copied to {file}; the copy has the project as you saved it last.</source>
   <translation>已复制到 {file}；副本中的工程是您上次保存的样子。</translation>
  </message>
  <message>
   <source>Copy</source>
   <translation>复制</translation>
  </message>
  <message>
   <source>Copy that was restored</source>
   <translation>已恢复的备份</translation>
  </message>
  <message>
   <source>Copy to restore (the newest if empty)</source>
   <translation>要恢复的备份（留空为最新）</translation>
  </message>
  <message>
   <source>Correct its name and kind, if they changed, and empty “Change in the newer survey”.</source>
   <translation>如确有变化，请改正名称和类别，并清空“新测绘图中的变化”。</translation>
  </message>
  <message>
   <source>Create a community</source>
   <translation>新建社区</translation>
  </message>
  <message>
   <source>Crowded maps, with smaller markers than the usual ones of {usual:.1f} mm: {names}. A larger sheet gives them room.</source>
   <translation>以下图较拥挤，编号标记小于通常的 {usual:.1f} 毫米：{names}。改用更大的图幅可放得下。</translation>
  </message>
  <message>
   <source>Curves</source>
   <translation>曲线</translation>
  </message>
  <message>
   <source>Cut a PDF onto smaller paper as well</source>
   <translation>PDF 另裁成小幅面</translation>
  </message>
  <message>
   <source>Dark ground</source>
   <translation>深色底图</translation>
  </message>
  <message>
   <source>Data of {application} ({count}) holds no code that is known; it stays in the file. A rule of your own with this coding system has the next import read it.</source>
   <translation>{application} 的扩展数据（{count} 处）中没有已知的编码，留在原文件中。在分类规则中以它为编码系统添加一条规则，下次导入时就会读取。</translation>
  </message>
  <message>
   <source>Data of {application} holds more than codes: {count} values; they stay in the file.</source>
   <translation>{application} 的数据除编码外还有 {count} 个值，保留在原文件中。</translation>
  </message>
  <message>
   <source>Date</source>
   <translation>日期</translation>
  </message>
  <message>
   <source>Datum of positions</source>
   <translation>位置的坐标基准</translation>
  </message>
  <message>
   <source>Days that the State Council's yearly notice makes holidays, or workdays of weekends; the last day of a public notice counted in working days depends on them. Add a year when its notice is out.</source>
   <translation>国务院每年的通知规定的放假日和调休上班日；按工作日计算的公示截止日以此为准。新一年的通知公布后请补充。</translation>
  </message>
  <message>
   <source>Decision</source>
   <translation>判定</translation>
  </message>
  <message>
   <source>Delete it, or mark its place.</source>
   <translation>请删除它，或标注它所属的场所。</translation>
  </message>
  <message>
   <source>Details</source>
   <translation>详情</translation>
  </message>
  <message>
   <source>Disclaimer</source>
   <translation>免责声明</translation>
  </message>
  <message>
   <source>Divide a map too full for its places</source>
   <translation>图上排不下场所时分幅</translation>
  </message>
  <message>
   <source>Drag compounds into the order of their numbers; double click to type.</source>
   <translation>将小区拖成编号顺序；双击可修改文字。</translation>
  </message>
  <message>
   <source>Drag rows to make an order of your own.</source>
   <translation>拖动各行，排出自己的顺序。</translation>
  </message>
  <message>
   <source>Draw</source>
   <translation>绘制</translation>
  </message>
  <message>
   <source>Draw boundary</source>
   <translation>绘制边界</translation>
  </message>
  <message>
   <source>Draw it again.</source>
   <translation>请重新绘制。</translation>
  </message>
  <message>
   <source>Draw layout sheet</source>
   <translation>绘制布局图</translation>
  </message>
  <message>
   <source>Draw place cards</source>
   <translation>绘制场所卡片</translation>
  </message>
  <message>
   <source>Draw the index in large print</source>
   <translation>绘制大字索引</translation>
  </message>
  <message>
   <source>Draw the project's layouts again</source>
   <translation>重绘项目中的布局</translation>
  </message>
  <message>
   <source>Draw the sheets of many communities</source>
   <translation>批量绘制多个社区的布局图</translation>
  </message>
  <message>
   <source>Drawing for CAD offices</source>
   <translation>CAD 图</translation>
  </message>
  <message>
   <source>Drawings (DXF, DWG), point lists (CASS .dat, CSV), Shapefile, GeoPackage, GeoJSON. Nothing is imported before you have seen it.</source>
   <translation>图纸（DXF、DWG）、点表（CASS .dat、CSV）、Shapefile、GeoPackage、GeoJSON。先看后导入，不看不入。</translation>
  </message>
  <message>
   <source>Drawings of this release are UTF-8 by rule, and the texts agree.</source>
   <translation>这一版本的图纸按规定用 UTF-8，文字也相符。</translation>
  </message>
  <message>
   <source>Drawn again: {names}</source>
   <translation>已重绘：{names}</translation>
  </message>
  <message>
   <source>Drawn by</source>
   <translation>编制单位</translation>
  </message>
  <message>
   <source>Drawn on it</source>
   <translation>画的是</translation>
  </message>
  <message>
   <source>Draws a page for each numbered place: its number, name and kind, its first photo, a small map, the comments on it with their answers, and the proposals for it. EDITION public shows only words of comments and proposals, and photos, that were released; internal shows all but the names of people.</source>
   <translation>为每个有编号的场所绘制一页：编号、名称、类别、第一张照片、小地图、居民意见与答复，以及改造提案。“版本类型”（EDITION）为 public 时只含意见和提案中已公开的文字，以及已公开的照片；internal 含全部内容，但不含人名。</translation>
  </message>
  <message>
   <source>Draws the facility layout: a map with the number of every place, the index by number, legend, scale and title block, as PDF, PNG or SVG. Of several compounds each gets a page; COMPOUND takes one of them, by its name or prefix. SHEET auto takes the smallest of A3, A2, A1 on which 1:1500 fits, else 1:3000 or 1:6000, else A3. NORTH turned lays the long side of the site along the page, and the arrow tells where north is; auto does so only where it allows a larger scale. EDITION public shows only what may go public, internal everything. Texts of the title block that are given here go before those stored in the community. Further pages of a picture are files of their own, named with _2, _3, …</source>
   <translation>绘制公共设施布局图：标有每个场所编号的地图、按编号排列的索引、图例、比例尺和图签，输出为 PDF、PNG 或 SVG。有多个小区时每个小区一页；“小区”（COMPOUND）可按名称或前缀只取其中一个。“图幅”（SHEET）为 auto 时，取 A3、A2、A1 中能放下 1:1500 的最小图幅，否则取能放下 1:3000 或 1:6000 的，再不然用 A3。“北在哪边”（NORTH）为 turned 时，让场地的长边顺着图纸方向，由指北针标明北方；auto 时仅在能用更大比例尺的情况下才旋转。“版本类型”（EDITION）为 public 时只显示可以公开的内容，internal 显示全部。这里填写的图签文字优先于社区中保存的文字。图片的后续各页另存为以 _2、_3……结尾的文件。</translation>
  </message>
  <message>
   <source>Draws the index on pages of A4 in letters of 18 points and more, by class and then by number, to lie beside the layout sheet. EDITION public shows only what may go public.</source>
   <translation>用不小于 18 磅的字在 A4 页面上绘制索引，先按类别、再按编号排列，与布局图放在一起。EDITION 为 public 时只含可以公开的内容。</translation>
  </message>
  <message>
   <source>Draws the layout sheet of every community in a folder and binds them into one booklet with cover, contents and an overview map; writes the index of all places as a workbook, and a list of what is missing in each community, which stays with the planner. A community that cannot be drawn is a line in that list; the others are drawn. Texts given here stand in the title block of every sheet. When the run is stopped, nothing is written.</source>
   <translation>为文件夹中的每个社区绘制布局图，合订成带封面、目录和总览图的图集；把全部场所的索引写成工作簿，并列出每个社区缺什么（此清单只供规划师使用）。无法出图的社区在清单中占一行，其余照常出图。这里填写的图签文字用于每一幅图。中途停止则不写出任何文件。</translation>
  </message>
  <message>
   <source>Draw…</source>
   <translation>出图…</translation>
  </message>
  <message>
   <source>Drop surveyed maps here</source>
   <translation>把测绘图拖到这里</translation>
  </message>
  <message>
   <source>ENTRANCES has no entrance for {groups}; add one for each group.</source>
   <translation>出入口（ENTRANCES）中没有 {groups} 的出入口；请为每组各加一个。</translation>
  </message>
  <message>
   <source>ENTRANCES holds {count} main entrances; mark exactly one by a field is_main.</source>
   <translation>出入口（ENTRANCES）中有 {count} 个主入口；请用字段 is_main 只标出一个。</translation>
  </message>
  <message>
   <source>Each page with a map: compound, page, scale and turn; and all files (JSON)</source>
   <translation>每一页地图的小区、页码、比例尺与旋转角度，以及全部文件（JSON）</translation>
  </message>
  <message>
   <source>Earlier survey</source>
   <translation>已有测绘图</translation>
  </message>
  <message>
   <source>Earlier surveys that this one renews (auto, none, or file names with commas between)</source>
   <translation>由本图更新的先前测绘图（auto 自动、none 无，或以逗号分隔的文件名）</translation>
  </message>
  <message>
   <source>East</source>
   <translation>东</translation>
  </message>
  <message>
   <source>East, then north</source>
   <translation>先东后北</translation>
  </message>
  <message>
   <source>Easting</source>
   <translation>东坐标</translation>
  </message>
  <message>
   <source>Easting and northing must be numbers.</source>
   <translation>东坐标和北坐标必须是数字。</translation>
  </message>
  <message>
   <source>Edition</source>
   <translation>版本类型</translation>
  </message>
  <message>
   <source>Either number of “{text}” could be the latitude; imported without the position.</source>
   <translation>“{text}”中两个数都可能是纬度；已导入，但不带位置。</translation>
  </message>
  <message>
   <source>Empty form to type in</source>
   <translation>空白录入表</translation>
  </message>
  <message>
   <source>Encoding</source>
   <translation>编码</translation>
  </message>
  <message>
   <source>Encoding of a text file</source>
   <translation>文本文件的字符编码</translation>
  </message>
  <message>
   <source>Encoding of its texts, such as GB18030 (else found out)</source>
   <translation>文字的字符编码，如 GB18030（留空则自动判断）</translation>
  </message>
  <message>
   <source>Ends of leader lines</source>
   <translation>引线端点</translation>
  </message>
  <message>
   <source>English</source>
   <translation>英文</translation>
  </message>
  <message>
   <source>Enter it in the community's profile (⋯): it is printed on the sheet.</source>
   <translation>请在“⋯ → 社区基本情况”中填写：它会印在布局图上。</translation>
  </message>
  <message>
   <source>Enter the name of the organisation.</source>
   <translation>请填写单位名称。</translation>
  </message>
  <message>
   <source>Entities imported</source>
   <translation>已导入的图元数</translation>
  </message>
  <message>
   <source>Entities marked invisible: {count}; they came in.</source>
   <translation>标为不可见的图元：{count} 个；已导入。</translation>
  </message>
  <message>
   <source>Entities on layers that are frozen: {count}; they came in.</source>
   <translation>冻结图层上的图元：{count} 个，已导入。</translation>
  </message>
  <message>
   <source>Entities on layers that are off: {count}; they came in.</source>
   <translation>关闭图层上的图元：{count} 个，已导入。</translation>
  </message>
  <message>
   <source>Entities skipped</source>
   <translation>未导入的图元数</translation>
  </message>
  <message>
   <source>Entrance {feature} ({x}, {y}) is more than 100 m from every boundary; check its CRS.</source>
   <translation>出入口 {feature}（{x}，{y}）距所有边界都超过 100 米；请检查坐标系。</translation>
  </message>
  <message>
   <source>Entrance {name} belongs to no compound.</source>
   <translation>出入口“{name}”不属于任何小区。</translation>
  </message>
  <message>
   <source>Entrance {name} stands {distance} m away from its boundary.</source>
   <translation>出入口“{name}”距其小区边界 {distance} 米。</translation>
  </message>
  <message>
   <source>Entrances</source>
   <translation>出入口</translation>
  </message>
  <message>
   <source>Entrances (points)</source>
   <translation>出入口（点）</translation>
  </message>
  <message>
   <source>Errors</source>
   <translation>错误</translation>
  </message>
  <message>
   <source>Every algorithm that writes keeps a copy of the community from before in the folder “backups”. This puts the content of one back, the newest unless another is chosen. The present state is kept as a copy too, so that this can be taken back in turn.</source>
   <translation>每个会写入的算法都先在“backups”文件夹中保留社区的备份。本算法恢复其中一个备份的内容，未指定时取最新的。当前状态也会先备份，因此这一步同样可以撤回。</translation>
  </message>
  <message>
   <source>Everything</source>
   <translation>全部</translation>
  </message>
  <message>
   <source>Existing</source>
   <translation>现状</translation>
  </message>
  <message>
   <source>Existing state</source>
   <translation>现状</translation>
  </message>
  <message>
   <source>Export</source>
   <translation>导出</translation>
  </message>
  <message>
   <source>Export comments</source>
   <translation>导出居民意见</translation>
  </message>
  <message>
   <source>Export public package</source>
   <translation>导出公示包</translation>
  </message>
  <message>
   <source>Export…</source>
   <translation>导出…</translation>
  </message>
  <message>
   <source>Extent</source>
   <translation>范围</translation>
  </message>
  <message>
   <source>Facility gaps</source>
   <translation>设施缺口</translation>
  </message>
  <message>
   <source>Far from the rest</source>
   <translation>远离主体</translation>
  </message>
  <message>
   <source>Far from the rest ({n})</source>
   <translation>远离其他图元（{n}）</translation>
  </message>
  <message>
   <source>Features</source>
   <translation>要素</translation>
  </message>
  <message>
   <source>Features (instead of the survey)</source>
   <translation>要素图层（代替测绘底图）</translation>
  </message>
  <message>
   <source>Features with a number</source>
   <translation>已编号的要素数</translation>
  </message>
  <message>
   <source>Features with a number: {count}.</source>
   <translation>已编号的要素：{count} 个。</translation>
  </message>
  <message>
   <source>Feet</source>
   <translation>英尺</translation>
  </message>
  <message>
   <source>Fields of {layer} that stay in the file: {fields}.</source>
   <translation>图层 {layer} 中未导入、留在文件里的字段：{fields}。</translation>
  </message>
  <message>
   <source>File</source>
   <translation>文件</translation>
  </message>
  <message>
   <source>File with comments</source>
   <translation>居民意见文件</translation>
  </message>
  <message>
   <source>Files</source>
   <translation>文件</translation>
  </message>
  <message>
   <source>Files of an earlier run do not belong to the series any more; they were changed or are open, and stay: {names}.</source>
   <translation>上次出图留下的以下文件已不属于本图集，但被改动过或正被打开，因此保留：{names}。</translation>
  </message>
  <message>
   <source>Files of an earlier run that no longer belong to the series were deleted: {names}.</source>
   <translation>已删除上次出图留下、不再属于本图集的文件：{names}。</translation>
  </message>
  <message>
   <source>Files written: {names}.</source>
   <translation>已写入文件：{names}。</translation>
  </message>
  <message>
   <source>Find a place: number, old number, name</source>
   <translation>查找场所：编号、原编号、名称</translation>
  </message>
  <message>
   <source>Find by name, word, code or source</source>
   <translation>按名称、词语、编码或依据查找</translation>
  </message>
  <message>
   <source>Find layers</source>
   <translation>查找图层</translation>
  </message>
  <message>
   <source>Findings by the standards: {n}. A circle shows how far a place serves; orange is in none.</source>
   <translation>按标准查出 {n} 项。圆圈为服务半径，未覆盖的以橙红色表示。</translation>
  </message>
  <message>
   <source>Findings: {n}</source>
   <translation>检查结果：{n} 条</translation>
  </message>
  <message>
   <source>Finds public spaces, facilities and units in the survey, by feature codes, annotation and layer names, or in a layer of features with OpenStreetMap tags. Each place notes how sure it is and why. Running it again adds what is new and never changes what a person decided. RULES is a table with a column kind and any of system, code, words, osm, certainty, name.</source>
   <translation>在测绘底图中按地物编码、注记和图层名，或在带有 OpenStreetMap 标签的要素图层中，找出公共区域、公共设施和公共单位。每个场所都记下可信度和依据。再次运行只补充新的内容，绝不改动人工的决定。“自定义规则”（RULES）是一张表，须有 kind 列，并可有 system、code、words、osm、certainty、name 列。</translation>
  </message>
  <message>
   <source>Fit</source>
   <translation>拟合</translation>
  </message>
  <message>
   <source>Floor</source>
   <translation>楼层</translation>
  </message>
  <message>
   <source>Folder for the copy</source>
   <translation>副本存放的文件夹</translation>
  </message>
  <message>
   <source>Folder for the sheets</source>
   <translation>图纸输出文件夹</translation>
  </message>
  <message>
   <source>Folder of the community</source>
   <translation>社区文件夹</translation>
  </message>
  <message>
   <source>Folder with communities</source>
   <translation>存放社区的文件夹</translation>
  </message>
  <message>
   <source>Footprints</source>
   <translation>场所范围</translation>
  </message>
  <message>
   <source>For colour-blind readers</source>
   <translation>色觉障碍者所见</translation>
  </message>
  <message>
   <source>Format</source>
   <translation>格式</translation>
  </message>
  <message>
   <source>Found</source>
   <translation>图中</translation>
  </message>
  <message>
   <source>Found out</source>
   <translation>自动判断</translation>
  </message>
  <message>
   <source>From a surveyed map to numbered places, residents' voices and a package on public display.</source>
   <translation>从测绘底图到编号的场所、居民意见和公示包。</translation>
  </message>
  <message>
   <source>From an earlier survey</source>
   <translation>沿用已导入测绘图的点对</translation>
  </message>
  <message>
   <source>From layers or survey…</source>
   <translation>从图层或测绘底图…</translation>
  </message>
  <message>
   <source>Further parts (auto if none is chosen)</source>
   <translation>图上的其他部分（不选即为 auto）</translation>
  </message>
  <message>
   <source>GB18030 / GBK (simplified Chinese)</source>
   <translation>GB18030 / GBK（简体中文）</translation>
  </message>
  <message>
   <source>GCJ-02: Amap, Tencent, WeChat</source>
   <translation>GCJ-02：高德、腾讯、微信</translation>
  </message>
  <message>
   <source>Gate of the survey</source>
   <translation>测绘大门</translation>
  </message>
  <message>
   <source>Gates surveyed: {n}; likely the main one: {names}. Click one.</source>
   <translation>测绘大门 {n} 处，最可能的主入口：{names}。请单击其一。</translation>
  </message>
  <message>
   <source>Give a boundary, or take it from the walls of the survey.</source>
   <translation>请给出边界，或从测绘底图的围墙提取。</translation>
  </message>
  <message>
   <source>Give the place a number that was never used.</source>
   <translation>请给这个场所一个从未用过的编号。</translation>
  </message>
  <message>
   <source>Give this kind</source>
   <translation>改为所选类别</translation>
  </message>
  <message>
   <source>Green space ratio (table of figures)</source>
   <translation>绿地率（指标表）</translation>
  </message>
  <message>
   <source>Greyscale</source>
   <translation>灰度</translation>
  </message>
  <message>
   <source>Ground of compounds</source>
   <translation>小区底色</translation>
  </message>
  <message>
   <source>Ground of the page</source>
   <translation>本页用地</translation>
  </message>
  <message>
   <source>Group</source>
   <translation>成组</translation>
  </message>
  <message>
   <source>Group of a boundary</source>
   <translation>边界的分组字段</translation>
  </message>
  <message>
   <source>Group of a feature</source>
   <translation>要素的分组字段</translation>
  </message>
  <message>
   <source>Group of a line</source>
   <translation>路线的分组字段</translation>
  </message>
  <message>
   <source>Group of an entrance</source>
   <translation>出入口的分组字段</translation>
  </message>
  <message>
   <source>Group places</source>
   <translation>成组场所</translation>
  </message>
  <message>
   <source>Handle</source>
   <translation>句柄</translation>
  </message>
  <message>
   <source>Height system (internal edition)</source>
   <translation>高程系统（内部版）</translation>
  </message>
  <message>
   <source>Help</source>
   <translation>帮助</translation>
  </message>
  <message>
   <source>How control points are fitted</source>
   <translation>控制点的拟合方法</translation>
  </message>
  <message>
   <source>How it was read</source>
   <translation>读取方式</translation>
  </message>
  <message>
   <source>INPUT holds no feature that can be numbered; choose a layer with geometry (and groups).</source>
   <translation>输入图层（INPUT）中没有可编号的要素；请选择带几何（和分组）的图层。</translation>
  </message>
  <message>
   <source>If need be</source>
   <translation>必要时</translation>
  </message>
  <message>
   <source>Image</source>
   <translation>影像</translation>
  </message>
  <message>
   <source>Image shown</source>
   <translation>显示的影像</translation>
  </message>
  <message>
   <source>Imagery beneath the survey…</source>
   <translation>在测绘图下添加影像…</translation>
  </message>
  <message>
   <source>Import</source>
   <translation>导入</translation>
  </message>
  <message>
   <source>Import a survey</source>
   <translation>导入测绘底图</translation>
  </message>
  <message>
   <source>Import as</source>
   <translation>导入为</translation>
  </message>
  <message>
   <source>Import comments</source>
   <translation>导入居民意见</translation>
  </message>
  <message>
   <source>Import more…</source>
   <translation>继续导入…</translation>
  </message>
  <message>
   <source>Import surveys</source>
   <translation>导入测绘图</translation>
  </message>
  <message>
   <source>Import {n} files</source>
   <translation>导入 {n} 个文件</translation>
  </message>
  <message>
   <source>Imported</source>
   <translation>已导入</translation>
  </message>
  <message>
   <source>Imported: {n} of {all} files</source>
   <translation>已导入 {n} 个文件，共 {all} 个</translation>
  </message>
  <message>
   <source>Importing {file} ({n} of {all})</source>
   <translation>正在导入 {file}({n}/{all})</translation>
  </message>
  <message>
   <source>Import…</source>
   <translation>导入…</translation>
  </message>
  <message>
   <source>In an order of your own</source>
   <translation>自定顺序</translation>
  </message>
  <message>
   <source>In mainland China show only map services that are approved there, such as Tianditu; its key is given out at console.tianditu.gov.cn and kept encrypted by QGIS, never in the project. The map is for your eyes: no sheet and no package shows it. It needs a network; without one it stays empty.</source>
   <translation>在中国大陆只使用依法审核的地图服务，如天地图；密钥在 console.tianditu.gov.cn 申请，由 QGIS 加密保存，不写入项目文件。底图仅供规划师查看，图纸和公开包中都不会出现。需要网络，断网时底图为空白。</translation>
  </message>
  <message>
   <source>In {crs} the survey would lie where that system is not used; check its CRS.</source>
   <translation>按 {crs}，测绘图会落在该坐标系不适用的地区；请检查坐标系。</translation>
  </message>
  <message>
   <source>In {groups} not exactly one entrance is the main one; mark one in each by a field is_main.</source>
   <translation>{groups} 中的主入口不是恰好一个；请用字段 is_main 在每组各标出一个。</translation>
  </message>
  <message>
   <source>In {name} the numbers {missing} of the series {series} are missing.</source>
   <translation>{name} 的 {series} 系列缺少编号 {missing}。</translation>
  </message>
  <message>
   <source>In {unit} the survey has no plausible size; check UNITS.</source>
   <translation>按单位 {unit}，测绘图的大小不合理；请检查“图纸单位”（UNITS）。</translation>
  </message>
  <message>
   <source>Index in large print</source>
   <translation>大字索引</translation>
  </message>
  <message>
   <source>Index in large print…</source>
   <translation>大字索引…</translation>
  </message>
  <message>
   <source>Internal</source>
   <translation>内部版</translation>
  </message>
  <message>
   <source>Internal kinds to release</source>
   <translation>要公开的内部类别</translation>
  </message>
  <message>
   <source>It has the survey code {code} ({system}).</source>
   <translation>测绘编码为 {code}（{system}）。</translation>
  </message>
  <message>
   <source>It has the tag {tag}.</source>
   <translation>带有标签 {tag}。</translation>
  </message>
  <message>
   <source>It is another drawing: keep both</source>
   <translation>是另一张图：两张都保留</translation>
  </message>
  <message>
   <source>It is no place; later runs remember that (R or Delete)</source>
   <translation>不是场所；以后运行会记住（R 或 Delete）</translation>
  </message>
  <message>
   <source>It is of another kind (C)</source>
   <translation>属于其他类别（C）</translation>
  </message>
  <message>
   <source>It is what it says (A or Enter)</source>
   <translation>确认无误（A 或回车）</translation>
  </message>
  <message>
   <source>It renews all of them</source>
   <translation>更新以上全部</translation>
  </message>
  <message>
   <source>It renews {file}</source>
   <translation>更新 {file}</translation>
  </message>
  <message>
   <source>It stands on the layer {layer}.</source>
   <translation>位于图层 {layer}。</translation>
  </message>
  <message>
   <source>It was imported before with a slightly different text; the text in the community was kept.</source>
   <translation>此前已导入，文字略有不同；保留了社区中的文字。</translation>
  </message>
  <message>
   <source>It was imported before.</source>
   <translation>此前已导入。</translation>
  </message>
  <message>
   <source>Items of the template that would show other layers or coordinates were left out: {names}.</source>
   <translation>模板中会显示其他图层或坐标的元素已略去：{names}。</translation>
  </message>
  <message>
   <source>Its kinds of places were changed, unlike those of most communities.</source>
   <translation>它的场所类别改动过，与多数社区不一致。</translation>
  </message>
  <message>
   <source>Its places are numbered in another way than those of most communities.</source>
   <translation>它的编号方式与多数社区不同。</translation>
  </message>
  <message>
   <source>Its position is unknown (local coordinates); it is missing on the overview map.</source>
   <translation>它的位置未知（局部坐标），总览图上没有它。</translation>
  </message>
  <message>
   <source>Its sheet was stopped by something unforeseen ({error}); check the community.</source>
   <translation>出图时遇到意外情况（{error}），请检查该社区。</translation>
  </message>
  <message>
   <source>Its survey code {code} ({system}) stands for {kind}.</source>
   <translation>测绘编码 {code}（{system}）表示{kind}。</translation>
  </message>
  <message>
   <source>Keep as a layout of the project, by this name</source>
   <translation>保留为项目布局（名称）</translation>
  </message>
  <message>
   <source>Keep as a layout of the project…</source>
   <translation>保留为项目中的布局…</translation>
  </message>
  <message>
   <source>Keep them on a computer that may hold them, or ask the surveying authority.</source>
   <translation>请保存在允许存放的计算机上，或咨询测绘主管部门。</translation>
  </message>
  <message>
   <source>Keep these rules in the community, for later runs</source>
   <translation>将规则保存在社区中，供以后运行使用</translation>
  </message>
  <message>
   <source>Kept. “Mark…” takes over what are buildings now.</source>
   <translation>已保存。其中的楼栋请用“标注…”取得。</translation>
  </message>
  <message>
   <source>Key (tk)</source>
   <translation>密钥（tk）</translation>
  </message>
  <message>
   <source>Kind</source>
   <translation>类型</translation>
  </message>
  <message>
   <source>Kinds, rules, standards and holidays</source>
   <translation>类别、规则、标准与节假日</translation>
  </message>
  <message>
   <source>Kinds, rules, standards and holidays…</source>
   <translation>类别、规则、标准与节假日…</translation>
  </message>
  <message>
   <source>LAYOUT keeps the sheet as an ordinary layout of the project, too. Drawn again by the same name, all is renewed but what you changed there: places, sizes, letters, texts, colours, what you hid, deleted or added.</source>
   <translation>填写“保留为项目布局”的名称，布局图会同时作为普通布局留在社区项目中。用同一名称重绘时，除您改过的以外全部更新：位置、大小、字体、文字、颜色，以及您隐藏、删除或添加的内容都保持不变。</translation>
  </message>
  <message>
   <source>LOOP is used with METHOD loop and auto only.</source>
   <translation>“行走路线”（LOOP）只在方法（METHOD）为 loop 或 auto 时使用。</translation>
  </message>
  <message>
   <source>Landscape</source>
   <translation>横向</translation>
  </message>
  <message>
   <source>Language</source>
   <translation>语言</translation>
  </message>
  <message>
   <source>Language of page and sheets</source>
   <translation>网页和图纸的语言</translation>
  </message>
  <message>
   <source>Language of the sheet</source>
   <translation>图纸的语言</translation>
  </message>
  <message>
   <source>Layer</source>
   <translation>图层</translation>
  </message>
  <message>
   <source>Layer {layer} announces {count} more features than could be read.</source>
   <translation>图层 {layer} 声明的要素比实际能读出的多 {count} 个。</translation>
  </message>
  <message>
   <source>Layer {layer} is {state} in the drawing; its entities ({count}) came in.</source>
   <translation>图层 {layer} 在图纸中已{state}；其图元（{count} 个）已导入。</translation>
  </message>
  <message>
   <source>Layers</source>
   <translation>图层</translation>
  </message>
  <message>
   <source>Layers chosen: {n} of {all}</source>
   <translation>已选图层：{n}/{all}</translation>
  </message>
  <message>
   <source>Layers of CASS drawings and plain names such as ROAD are known; of others nobody but the planner can say what is drawn on them, and until then nothing of them goes public unless a feature code explains it. LAYERS says it: JZ=building; DL=road. Buildings, walls, fences, roads, paths, water and planting may then be shown in public. The community keeps the answers for later surveys. Run “Mark places” again to take over the buildings.</source>
   <translation>CASS 图层和“道路”“ROAD”这样的通用图层名本插件认得；其他图层上画的是什么只有规划师知道，在说明之前，除非有地物编码，这些图层的内容一律不公开。用 LAYERS 说明：JZ=房屋; DL=道路。房屋、围墙、栅栏、道路、小路、水系和绿化随后可以公开。回答由社区保存，以后的测绘图也照此处理。再运行一次“标注场所”即可取得楼栋。</translation>
  </message>
  <message>
   <source>Layers told anew: {layers}. Objects of them that may go public: {public}.</source>
   <translation>新说明的图层：{layers} 个。其中可以公开的要素：{public} 个。</translation>
  </message>
  <message>
   <source>Layout in the project</source>
   <translation>项目中的布局</translation>
  </message>
  <message>
   <source>Layout sheet</source>
   <translation>布局图</translation>
  </message>
  <message>
   <source>Layout sheets</source>
   <translation>布局图图层</translation>
  </message>
  <message>
   <source>Leader lines</source>
   <translation>引线</translation>
  </message>
  <message>
   <source>Leave one of them marked as the main one.</source>
   <translation>请只保留一个主入口。</translation>
  </message>
  <message>
   <source>Left out</source>
   <translation>未导入</translation>
  </message>
  <message>
   <source>Left out inside of blocks: {count} {type} ({reason})</source>
   <translation>块内未导入：{count} 个 {type}（{reason}）</translation>
  </message>
  <message>
   <source>Left without a number, for want of a position: {count}.</source>
   <translation>因没有位置而未编号的场所：{count} 个。</translation>
  </message>
  <message>
   <source>Left without a number, for want of geometry or group: {count}.</source>
   <translation>因没有几何或分组而未编号的要素：{count} 个。</translation>
  </message>
  <message>
   <source>Lettering of walking distances</source>
   <translation>步行距离注记</translation>
  </message>
  <message>
   <source>Lies where the community lies</source>
   <translation>与社区位置重叠</translation>
  </message>
  <message>
   <source>Life circles</source>
   <translation>生活圈</translation>
  </message>
  <message>
   <source>Lines that rise or fall along their way: {count}; their heights were kept.</source>
   <translation>沿线起伏的线：{count} 条；高程已保留。</translation>
  </message>
  <message>
   <source>Lines to walk along</source>
   <translation>行走路线（线图层）</translation>
  </message>
  <message>
   <source>Link</source>
   <translation>链接</translation>
  </message>
  <message>
   <source>Link to the image or copy it</source>
   <translation>链接影像或复制影像</translation>
  </message>
  <message>
   <source>Linked to a place or building</source>
   <translation>已对应到场所或楼栋</translation>
  </message>
  <message>
   <source>List</source>
   <translation>列表</translation>
  </message>
  <message>
   <source>Local metres, as the community</source>
   <translation>与社区相同的本地坐标（米）</translation>
  </message>
  <message>
   <source>Locator map</source>
   <translation>区位图</translation>
  </message>
  <message>
   <source>Look at comments without a place</source>
   <translation>查看无法定位的意见</translation>
  </message>
  <message>
   <source>Look at this</source>
   <translation>请留意</translation>
  </message>
  <message>
   <source>Look at this ({n})</source>
   <translation>请留意（{n}）</translation>
  </message>
  <message>
   <source>Look at this: {said}.</source>
   <translation>请留意：{said}。</translation>
  </message>
  <message>
   <source>Look at uncertain ones</source>
   <translation>查看待核对的场所</translation>
  </message>
  <message>
   <source>Look at {file}</source>
   <translation>预览 {file}</translation>
  </message>
  <message>
   <source>Looks for what is missing, doubled or out of place: boundaries, entrances, places, numbers, comments. Each finding says what is wrong and what to do. The file is not changed.</source>
   <translation>检查缺少、重复或位置不当的内容：边界、出入口、场所、编号、意见。每条结果都说明问题和处理办法。不会改动文件。</translation>
  </message>
  <message>
   <source>MAPPING cannot be read ({problem}); write it as {{"field": "heading", …}} with straight quotes.</source>
   <translation>无法读取列的对应关系 MAPPING（{problem}）；请写成 {{"字段": "表头", …}}，并使用半角直引号。</translation>
  </message>
  <message>
   <source>MAPPING names a field {field} that does not exist; there are: {known}.</source>
   <translation>MAPPING 中的字段 {field} 不存在；可用的有：{known}。</translation>
  </message>
  <message>
   <source>MAPPING names a heading {heading} that the table lacks; it has: {known}.</source>
   <translation>MAPPING 中的表头 {heading} 在表中没有；表中有：{known}。</translation>
  </message>
  <message>
   <source>Main entrance</source>
   <translation>主入口</translation>
  </message>
  <message>
   <source>Make a row one place with its count (G)</source>
   <translation>将一排合为一处并注明数量（G）</translation>
  </message>
  <message>
   <source>Make duplicates one place (M)</source>
   <translation>将重复的合并为一处（M）</translation>
  </message>
  <message>
   <source>Make one place several: as it was joined, or along a line (S)</source>
   <translation>将一处拆分：还原合并，或沿线切分（S）</translation>
  </message>
  <message>
   <source>Make the places selected of the kind picked (K)</source>
   <translation>将选中的场所改为所选类别（K）</translation>
  </message>
  <message>
   <source>Make the rows selected what they were when they shipped</source>
   <translation>把所选行恢复为随软件提供的内容</translation>
  </message>
  <message>
   <source>Makes the folder of a community: its file, its QGIS project and a place for photos. CRS is a projected one such as EPSG:4549, or “local” when only metres are known. Compounds and entrances can be given here or set later.</source>
   <translation>建立社区文件夹：社区文件、QGIS 工程和存放照片的地方。坐标系（CRS）须为投影坐标系，如 EPSG:4549；只知道是米制坐标时填 local。小区和出入口可在此给出，也可以后设定。</translation>
  </message>
  <message>
   <source>Map</source>
   <translation>地图</translation>
  </message>
  <message>
   <source>Mark</source>
   <translation>标注</translation>
  </message>
  <message>
   <source>Mark a place</source>
   <translation>标注场所</translation>
  </message>
  <message>
   <source>Mark one on the map</source>
   <translation>在图上标注一个</translation>
  </message>
  <message>
   <source>Mark one, propose one, or note where outside of the community it is.</source>
   <translation>请标注、规划一处，或注明社区外的位置。</translation>
  </message>
  <message>
   <source>Mark places</source>
   <translation>标注场所（批量识别）</translation>
  </message>
  <message>
   <source>Marked as {kind}: {n}</source>
   <translation>已标注为{kind}：{n} 处</translation>
  </message>
  <message>
   <source>Markers</source>
   <translation>编号标记</translation>
  </message>
  <message>
   <source>Mark…</source>
   <translation>标注…</translation>
  </message>
  <message>
   <source>Mask it; it is masked in any case when published.</source>
   <translation>请遮蔽这些内容；公开时无论如何都会遮蔽。</translation>
  </message>
  <message>
   <source>May go public</source>
   <translation>可公开</translation>
  </message>
  <message>
   <source>Merge</source>
   <translation>合并</translation>
  </message>
  <message>
   <source>Merge places</source>
   <translation>合并场所</translation>
  </message>
  <message>
   <source>Merge them, or move one.</source>
   <translation>请合并，或移动其中一个。</translation>
  </message>
  <message>
   <source>Method</source>
   <translation>方法</translation>
  </message>
  <message>
   <source>Method taken</source>
   <translation>采用的方法</translation>
  </message>
  <message>
   <source>Metres</source>
   <translation>米</translation>
  </message>
  <message>
   <source>Metres around the compounds that belong to the community</source>
   <translation>小区边界外多少米以内仍算本社区</translation>
  </message>
  <message>
   <source>Metres from a position to its place, at most</source>
   <translation>位置到所对应场所的最大距离（米）</translation>
  </message>
  <message>
   <source>Millimetres</source>
   <translation>毫米</translation>
  </message>
  <message>
   <source>Mixed in</source>
   <translation>混排</translation>
  </message>
  <message>
   <source>Move a place</source>
   <translation>移动场所</translation>
  </message>
  <message>
   <source>Move it onto the boundary, or correct the boundary.</source>
   <translation>请把它移到边界上，或修正边界。</translation>
  </message>
  <message>
   <source>Move it, if it did move, and empty “Change in the newer survey”.</source>
   <translation>如确已移位，请移动它，并清空“新测绘图中的变化”。</translation>
  </message>
  <message>
   <source>Move it, widen the boundary, or mark it as reached from the street.</source>
   <translation>请移动它、扩大边界，或标为临街进入。</translation>
  </message>
  <message>
   <source>Move its point into the footprint.</source>
   <translation>请把它的点移到场所范围之内。</translation>
  </message>
  <message>
   <source>Move one of the boundaries: every place belongs to one compound.</source>
   <translation>请移动其中一条边界：每个场所只属于一个小区。</translation>
  </message>
  <message>
   <source>Moved by (m)</source>
   <translation>移动（米）</translation>
  </message>
  <message>
   <source>Name</source>
   <translation>名称</translation>
  </message>
  <message>
   <source>Name of the community</source>
   <translation>社区名称</translation>
  </message>
  <message>
   <source>Name of the compound</source>
   <translation>本小区名称</translation>
  </message>
  <message>
   <source>Name of the main entrance</source>
   <translation>主入口名称</translation>
  </message>
  <message>
   <source>Name of the next</source>
   <translation>下一处的名称</translation>
  </message>
  <message>
   <source>Names of building groups that may be a family's are not printed on a public sheet: {names}. A name of numbers, directions and words for buildings, such as 第3楼组, is.</source>
   <translation>可能含有住户姓名的楼组名称不印在公开图上：{names}。由数字、方位和楼栋用语组成的名称（如“第3楼组”）照印。</translation>
  </message>
  <message>
   <source>Names of entrances</source>
   <translation>出入口名称</translation>
  </message>
  <message>
   <source>Names of neighbouring pages</source>
   <translation>相邻图名</translation>
  </message>
  <message>
   <source>Names of other compounds</source>
   <translation>其他小区名称</translation>
  </message>
  <message>
   <source>Names of sections</source>
   <translation>分幅编号</translation>
  </message>
  <message>
   <source>Never</source>
   <translation>从不</translation>
  </message>
  <message>
   <source>New</source>
   <translation>新建</translation>
  </message>
  <message>
   <source>New community…</source>
   <translation>新建社区…</translation>
  </message>
  <message>
   <source>New places</source>
   <translation>新增场所数</translation>
  </message>
  <message>
   <source>New places, once published</source>
   <translation>公布之后新增的场所</translation>
  </message>
  <message>
   <source>New places: {new}; refreshed: {changed}; guesses withdrawn: {removed}; decided by people: {kept}; suggestions outside of the community: {outside}; new buildings: {buildings}.</source>
   <translation>新增场所 {new} 个，更新 {changed} 个，撤回的推测 {removed} 个，人工决定的 {kept} 个；社区以外的线索 {outside} 条；新增楼栋 {buildings} 栋。</translation>
  </message>
  <message>
   <source>No</source>
   <translation>否</translation>
  </message>
  <message>
   <source>No CRS was given: the survey is taken to be in {crs}.</source>
   <translation>没有指定坐标系：按 {crs} 读取测绘图。</translation>
  </message>
  <message>
   <source>No building has a building group; fill in that column of the buildings to get a page for each.</source>
   <translation>没有楼栋填写了楼组；请填写楼栋的“楼组”一栏，再按楼组出图。</translation>
  </message>
  <message>
   <source>No building is known as “{text}”; imported without one.</source>
   <translation>没有叫“{text}”的楼栋；已导入，但未对应楼栋。</translation>
  </message>
  <message>
   <source>No closed outline is surveyed around here; draw the boundary.</source>
   <translation>这一点周围没有闭合的测绘轮廓；请改为绘制边界。</translation>
  </message>
  <message>
   <source>No column of {file} is known to hold what people said (it has: {headings}); say which in MAPPING, such as {{"text": "heading"}}.</source>
   <translation>{file} 中看不出哪一列是意见内容（表头有：{headings}）；请在 MAPPING 中指明，如 {{"text": "表头"}}。</translation>
  </message>
  <message>
   <source>No comments have the serials {text}.</source>
   <translation>没有序号为 {text} 的意见。</translation>
  </message>
  <message>
   <source>No community was found in {folder}; choose the folder that holds the folders of the communities.</source>
   <translation>在 {folder} 中没有找到社区；请选择存放各社区文件夹的上级文件夹。</translation>
  </message>
  <message>
   <source>No community was given; set COMMUNITY to the .gpkg of a community folder.</source>
   <translation>没有指定社区；请在“社区文件”（COMMUNITY）中选择社区文件夹里的 .gpkg。</translation>
  </message>
  <message>
   <source>No entrance of {compounds} is marked as the main one; set ENTRANCE, or is_main in ENTRANCES.</source>
   <translation>{compounds} 没有标出主入口；请设定 ENTRANCE，或在 ENTRANCES 中设 is_main。</translation>
  </message>
  <message>
   <source>No layout sheet is kept in this project yet.</source>
   <translation>本项目中还没有保留的布局图。</translation>
  </message>
  <message>
   <source>No notice board that may be shown is marked; mark one as a place of the kind notice board.</source>
   <translation>没有可以显示的公告栏；请把公告栏标注为“宣传栏”类场所。</translation>
  </message>
  <message>
   <source>No place has or had this number or name.</source>
   <translation>没有场所现在或曾经用过这个编号或名称。</translation>
  </message>
  <message>
   <source>No place is known as “{text}”; imported without a place.</source>
   <translation>没有叫“{text}”的场所；已导入，但未对应场所。</translation>
  </message>
  <message>
   <source>No place lies within {reach} m of the position; imported without a place.</source>
   <translation>该位置 {reach} 米内没有场所；已导入，但未对应场所。</translation>
  </message>
  <message>
   <source>No place that may be shown has a number yet; number the places first.</source>
   <translation>可以显示的场所都还没有编号；请先编号。</translation>
  </message>
  <message>
   <source>No proposal that may be shown names a place. On a public sheet it needs the consent of its author and a public text.</source>
   <translation>没有可以展示且涉及场所的提案。公开图上的提案须经提案人同意，并写有公开文字。</translation>
  </message>
  <message>
   <source>No room beside some of the maps for: {names}. PARTS brings them on a further page.</source>
   <translation>有的图旁没有空位放：{names}。在 PARTS 里点名，它们就放到续页上。</translation>
  </message>
  <message>
   <source>No room on the sheet for: {names}. PARTS brings them on a further page.</source>
   <translation>图上没有空位放：{names}。在 PARTS 里点名，它们就放到续页上。</translation>
  </message>
  <message>
   <source>No sheet has room for all places on one map, so these were divided into sections: {names}.</source>
   <translation>没有图幅能在一张图上排下全部场所，以下图已分幅：{names}。</translation>
  </message>
  <message>
   <source>No survey has been imported yet.</source>
   <translation>还没有导入测绘底图。</translation>
  </message>
  <message>
   <source>No typeface with Chinese characters is installed: Chinese text shows as boxes.</source>
   <translation>系统没有安装中文字体：中文会显示为方框。</translation>
  </message>
  <message>
   <source>None</source>
   <translation>全不选</translation>
  </message>
  <message>
   <source>None that is known makes sense of its coordinates: it may be a grid of the city's own.</source>
   <translation>已知的坐标系都解释不了这些坐标：可能是城市独立坐标系。</translation>
  </message>
  <message>
   <source>North</source>
   <translation>北</translation>
  </message>
  <message>
   <source>North and east are exchanged, as you chose; Options takes that back.</source>
   <translation>已按您的选择将北、东坐标互换；可在“选项”中改回。</translation>
  </message>
  <message>
   <source>North and east seem to be swapped: set AXES to north_east, or check the CRS.</source>
   <translation>北坐标与东坐标似乎颠倒：请将 AXES 设为 north_east（北在前），或检查坐标系。</translation>
  </message>
  <message>
   <source>North, then east</source>
   <translation>先北后东</translation>
  </message>
  <message>
   <source>Northing</source>
   <translation>北坐标</translation>
  </message>
  <message>
   <source>Not to go public</source>
   <translation>不得公开</translation>
  </message>
  <message>
   <source>Nothing else</source>
   <translation>不加</translation>
  </message>
  <message>
   <source>Nothing in the box that could be {kind}.</source>
   <translation>框内没有可标为{kind}的对象。</translation>
  </message>
  <message>
   <source>Nothing is cut: draw the line right across the footprint of the place selected.</source>
   <translation>没有切开：请让切分线完全穿过所选场所的范围。</translation>
  </message>
  <message>
   <source>Nothing is known of how {source} lies to {target}; give CONTROL_POINTS, or the right CRS.</source>
   <translation>{source} 与 {target} 的相互关系未知；请给出控制点（CONTROL_POINTS）或正确的坐标系。</translation>
  </message>
  <message>
   <source>Nothing is missing by the standards.</source>
   <translation>按标准不缺设施。</translation>
  </message>
  <message>
   <source>Nothing is noted.</source>
   <translation>没有记录依据。</translation>
  </message>
  <message>
   <source>Nothing of the survey could be imported; see the report.</source>
   <translation>测绘图没有任何内容可导入；请看报告。</translation>
  </message>
  <message>
   <source>Nothing of this survey can be shown in public yet: nobody has said what is drawn on its layers ({names} …, {count} in all). “What survey layers are…” asks for it.</source>
   <translation>这份测绘图目前没有任何内容可以公开：还没有人说明图层上画的是什么（{names}等，共 {count} 个图层）。请用“测绘图层是什么…”说明。</translation>
  </message>
  <message>
   <source>Nothing tells where these notice boards face, so north is up: {names}. Give them a direction.</source>
   <translation>无法得知以下公告栏的朝向，图以北为上：{names}。请填写其朝向。</translation>
  </message>
  <message>
   <source>Nothing to draw: give OUTPUT a file, or LAYOUT a name.</source>
   <translation>没有可绘制的内容：请填写输出文件，或保留为项目布局的名称。</translation>
  </message>
  <message>
   <source>Notice board</source>
   <translation>公告栏</translation>
  </message>
  <message>
   <source>Now</source>
   <translation>现编号</translation>
  </message>
  <message>
   <source>Now {kind}: {n}</source>
   <translation>已改为{kind}：{n} 处</translation>
  </message>
  <message>
   <source>Number</source>
   <translation>编号</translation>
  </message>
  <message>
   <source>Number features</source>
   <translation>要素编号</translation>
  </message>
  <message>
   <source>Number of compounds</source>
   <translation>小区数</translation>
  </message>
  <message>
   <source>Number places</source>
   <translation>场所编号</translation>
  </message>
  <message>
   <source>Number the active layer…</source>
   <translation>为当前图层编号…</translation>
  </message>
  <message>
   <source>Number the features of {layer}</source>
   <translation>为“{layer}”的要素编号</translation>
  </message>
  <message>
   <source>Number the places again before publishing.</source>
   <translation>请在公布之前重新编号。</translation>
  </message>
  <message>
   <source>Number the places again.</source>
   <translation>请重新编号。</translation>
  </message>
  <message>
   <source>Number without a preview…</source>
   <translation>不预览直接编号…</translation>
  </message>
  <message>
   <source>Number {number} denoted another place before.</source>
   <translation>编号 {number} 曾用于另一个场所。</translation>
  </message>
  <message>
   <source>Number {number} stands for {place} and {other}.</source>
   <translation>编号 {number} 同时用于“{place}”和“{other}”。</translation>
  </message>
  <message>
   <source>Numbered features</source>
   <translation>已编号的要素</translation>
  </message>
  <message>
   <source>Numbers</source>
   <translation>编号</translation>
  </message>
  <message>
   <source>Numbers applied to {n} places; Undo takes them back.</source>
   <translation>已为 {n} 个场所写入编号；可用“撤销”还原。</translation>
  </message>
  <message>
   <source>Numbers beyond anything that can be drawn: {count}; they were taken for missing ones.</source>
   <translation>超出图形可能范围的数值：{count} 个，按缺失处理。</translation>
  </message>
  <message>
   <source>Numbers the features of any layer clockwise from a main entrance, by the same rule as places. The entrance is a point (ENTRANCE) or a layer (ENTRANCES; of several, a field is_main tells the main one). BOUNDARY is the site; without it the hull of the features. With GROUP many communities are numbered in one run, each by its own entrance and boundary. OUTPUT has number (an integer; a text when there is a PREFIX), rank (over all groups) and sort_key (degrees or metres swept). Fields called kind and name decide between features at one spot. Features without geometry or group keep their row and get no number.</source>
   <translation>按与场所相同的规则，把任意图层的要素从主入口起顺时针编号。入口可以是一个点（ENTRANCE）或一个图层（ENTRANCES；有多个时用字段 is_main 标出主入口）。“边界”（BOUNDARY）是场地范围；不给时取要素的外包凸壳。给出分组（GROUP）时，一次可为许多社区编号，各用自己的入口和边界。输出包含 number（整数；有前缀 PREFIX 时为文本）、rank（全部分组的总顺序）和 sort_key（转过的度数或走过的米数）。位置相同的要素由字段 kind 和 name 决定先后。没有几何或分组的要素保留原行，不编号。</translation>
  </message>
  <message>
   <source>Numbers the places of each compound clockwise from its main entrance. METHOD bearing goes like the hand of a clock around the middle, boundary follows the outline, loop a line you drew (a closed road inside, or an open lane); auto takes bearing unless boundary makes the walk at least a tenth shorter, keeps what an earlier run took, and follows a LOOP where one is given. PUBLISH locks the numbers: from then on new places get a suffix (7-1) or the next free number, and old numbers are never given again. Renumbering a published community needs CONFIRM_PUBLISHED, and writes the table of old and new numbers for the notice board: to CONCORDANCE, or beside the community file.</source>
   <translation>把每个小区的场所从主入口起顺时针编号。方法（METHOD）bearing 像钟针一样绕中心转动（钟针法），boundary 沿边界走，loop 沿您画的路线走（小区内的闭合道路，或一条通道）；auto 采用钟针法，除非沿边界法使行走路程至少缩短十分之一；它会沿用上一次所用的方法，给了路线（LOOP）的就按路线。“公布”（PUBLISH）锁定全部编号：此后新增场所得到后缀号（7-1）或下一个空号，旧编号不再使用。已公布的社区要重新编号，须另行确认（CONFIRM_PUBLISHED），并写出供公告栏张贴的新旧编号对照表：写到 CONCORDANCE，未指定时写在社区文件旁边。</translation>
  </message>
  <message>
   <source>Numbers: preview</source>
   <translation>编号预览</translation>
  </message>
  <message>
   <source>OUTPUT cannot hold feature {feature} ({problem}); choose another format.</source>
   <translation>输出（OUTPUT）无法容纳要素 {feature}（{problem}）；请另选格式。</translation>
  </message>
  <message>
   <source>OUTPUT_DXF draws numbers, footprints, buildings, boundaries and entrances for CAD, in metres, as R2000 in GBK, a layer for each class; markers are blocks with number, name and kind as attributes. The internal edition has the survey's coordinates, the public one counts from a corner of the site.</source>
   <translation>CAD 图以米为单位，把编号、场所范围、楼栋、边界和出入口绘成 R2000 格式、GBK 编码的 DXF，每类一个图层；标记是图块，编号、名称、类别作为属性。内部版用测绘坐标，公开版从场地一角起算。</translation>
  </message>
  <message>
   <source>Objects</source>
   <translation>对象</translation>
  </message>
  <message>
   <source>Objects far from the rest, set apart: {count}; the report lists them.</source>
   <translation>远离其余内容、已单独标记的对象：{count}；见报告清单。</translation>
  </message>
  <message>
   <source>Objects of these layers that may go public</source>
   <translation>这些图层中可以公开的要素数</translation>
  </message>
  <message>
   <source>Objects that have no place in the community’s CRS: {count}; set apart with the coordinates of the file.</source>
   <translation>在本社区坐标系中没有对应位置的对象：{count} 个；按文件中的坐标单独列出。</translation>
  </message>
  <message>
   <source>Objects that may go public now, or no longer</source>
   <translation>公开与否有变化的要素数</translation>
  </message>
  <message>
   <source>Objects that only the program that made them can read: {count}. In TArch export the drawing to T3, in any other program explode them, and import it again.</source>
   <translation>只有原软件才能读的对象（如天正对象）：{count} 个。请在天正中用“图形导出”存为 T3 格式，其他软件请先炸开，然后重新导入。</translation>
  </message>
  <message>
   <source>Of the coordinates, east was taken to come first; AXES changes that.</source>
   <translation>坐标按东坐标在前读取；可用 AXES 更改。</translation>
  </message>
  <message>
   <source>Of the coordinates, north was taken to come first; AXES changes that.</source>
   <translation>坐标按北坐标在前读取；可用 AXES 更改。</translation>
  </message>
  <message>
   <source>Of the coordinates, {order}: {reason}.</source>
   <translation>坐标顺序：{order}（{reason}）。</translation>
  </message>
  <message>
   <source>Of these, to be looked at</source>
   <translation>其中待核对</translation>
  </message>
  <message>
   <source>Old and new numbers: {file}</source>
   <translation>新旧编号对照表：{file}</translation>
  </message>
  <message>
   <source>Old number</source>
   <translation>原编号</translation>
  </message>
  <message>
   <source>Old → new numbers (JSON)</source>
   <translation>旧编号 → 新编号（JSON）</translation>
  </message>
  <message>
   <source>On its own map</source>
   <translation>仅限本图</translation>
  </message>
  <message>
   <source>One</source>
   <translation>一个序列</translation>
  </message>
  <message>
   <source>One a row</source>
   <translation>每行一条</translation>
  </message>
  <message>
   <source>One for each class</source>
   <translation>每类一个序列</translation>
  </message>
  <message>
   <source>One place of {n}</source>
   <translation>{n} 处合为一处</translation>
  </message>
  <message>
   <source>Online base map</source>
   <translation>在线底图</translation>
  </message>
  <message>
   <source>Online base map…</source>
   <translation>在线底图…</translation>
  </message>
  <message>
   <source>Only these layers (names with commas between, * and ? allowed)</source>
   <translation>只导入这些图层（名称用英文逗号分隔，可用 * 和 ?）</translation>
  </message>
  <message>
   <source>Only what was changed</source>
   <translation>只看改动过的</translation>
  </message>
  <message>
   <source>Only what was left out</source>
   <translation>只看未导入的</translation>
  </message>
  <message>
   <source>Only with north and east exchanged would its coordinates make sense: {crs}.</source>
   <translation>只有把北坐标和东坐标对调才说得通：{crs}。</translation>
  </message>
  <message>
   <source>Open community</source>
   <translation>打开社区</translation>
  </message>
  <message>
   <source>Open community…</source>
   <translation>打开社区…</translation>
  </message>
  <message>
   <source>Options</source>
   <translation>选项</translation>
  </message>
  <message>
   <source>Order and prefixes of compounds</source>
   <translation>小区顺序与编号前缀</translation>
  </message>
  <message>
   <source>Order of the coordinates in a drawing or a point list</source>
   <translation>图形或点表中坐标的顺序</translation>
  </message>
  <message>
   <source>Orientation</source>
   <translation>方向</translation>
  </message>
  <message>
   <source>Origin</source>
   <translation>来源</translation>
  </message>
  <message>
   <source>Other compounds</source>
   <translation>其他小区</translation>
  </message>
  <message>
   <source>Other, in the drawing's colours</source>
   <translation>其他（按图中颜色）</translation>
  </message>
  <message>
   <source>Overwrite a community that stands in the folder</source>
   <translation>覆盖文件夹中已有的社区</translation>
  </message>
  <message>
   <source>Own layout template</source>
   <translation>自有布局模板</translation>
  </message>
  <message>
   <source>Own rules (CSV)</source>
   <translation>自定义规则（CSV）</translation>
  </message>
  <message>
   <source>PARTS names what else is to stand on the sheet; auto, also when nothing is chosen, stands for all that has something to say and finds room beside the map or in a free corner of it, none for nothing else. A part that is named goes on to a further page when there is no room; the map gets smaller for it only with PARTS_ROOM made. A notice hangs beside the map: for it the map gets a little smaller, or the index goes on to a further page.</source>
   <translation>PARTS 指明图上还放什么；auto（不选时也是）表示凡有内容、又能在地图旁或地图空角找到位置的都放，none 表示什么也不加。点名的部分没有空位时放到续页；只有 PARTS_ROOM 为 made 时地图才会为它缩小。公示随地图张贴在首页：为它腾位置时，地图略为缩小，或索引接续到下一页。</translation>
  </message>
  <message>
   <source>PROOF writes pictures of the pages beside the sheet: greyscale, as a copier gives them, or colour_blind, as readers see them who tell red and green, or blue and yellow, badly.</source>
   <translation>PROOF 在图纸旁另存各页的校样图片：greyscale 为复印机的黑白效果，colour_blind 为红绿或蓝黄辨色困难的读者所见。</translation>
  </message>
  <message>
   <source>Page to read (*.html);;Workbook (*.xlsx);;Table (*.csv)</source>
   <translation>网页 (*.html);;工作簿 (*.xlsx);;表格 (*.csv)</translation>
  </message>
  <message>
   <source>Pages</source>
   <translation>页数</translation>
  </message>
  <message>
   <source>Pages of an earlier drawing are still there, and are no part of this one: {names}.</source>
   <translation>上次出图留下的分页还在，不属于这次的图：{names}。</translation>
  </message>
  <message>
   <source>Pairs of control points: {count}; give at least {needed}.</source>
   <translation>控制点对数：{count}；至少需要 {needed} 对。</translation>
  </message>
  <message>
   <source>Pairs: {n}</source>
   <translation>已有点对：{n}</translation>
  </message>
  <message>
   <source>Parking spaces (table of figures)</source>
   <translation>机动车位（指标表）</translation>
  </message>
  <message>
   <source>Parts of blocks that would lie beyond anything that can be drawn: {count}; they were left out.</source>
   <translation>图块中超出图形可能范围的部分：{count} 个，未导入。</translation>
  </message>
  <message>
   <source>Parts of the Shapefile are missing: {parts}; what is there was read.</source>
   <translation>Shapefile 缺少组成文件：{parts}；现有内容已读取。</translation>
  </message>
  <message>
   <source>Parts that were asked for and have nothing to show: {names}.</source>
   <translation>点名要的这些部分没有内容可放：{names}。</translation>
  </message>
  <message>
   <source>Personal data ({what}) were masked in the column {column}.</source>
   <translation>{column} 列中的个人信息（{what}）已遮蔽。</translation>
  </message>
  <message>
   <source>Personal data ({what}) were masked in the public text.</source>
   <translation>公开文字中的个人信息（{what}）已遮蔽。</translation>
  </message>
  <message>
   <source>Photos that could not be read, and are not on the cards: {names}.</source>
   <translation>无法读取、因而未放上卡片的照片：{names}。</translation>
  </message>
  <message>
   <source>Pick</source>
   <translation>拾取</translation>
  </message>
  <message>
   <source>Pick a point on the map</source>
   <translation>在图上点选一点</translation>
  </message>
  <message>
   <source>Pick boundary</source>
   <translation>选取边界</translation>
  </message>
  <message>
   <source>Pick boundary from the survey</source>
   <translation>从测绘底图选取边界</translation>
  </message>
  <message>
   <source>Picked: x {x}, y {y}. What is known of it?</source>
   <translation>已选：x {x}，y {y}。请填入该点的已知坐标。</translation>
  </message>
  <message>
   <source>Place</source>
   <translation>场所</translation>
  </message>
  <message>
   <source>Place cards</source>
   <translation>场所卡片</translation>
  </message>
  <message>
   <source>Place cards…</source>
   <translation>场所卡片…</translation>
  </message>
  <message>
   <source>Place {place} has no number.</source>
   <translation>场所“{place}”没有编号。</translation>
  </message>
  <message>
   <source>Place {place} has no position.</source>
   <translation>场所“{place}”没有位置。</translation>
  </message>
  <message>
   <source>Place {place} is a guess that nobody has looked at.</source>
   <translation>场所“{place}”是自动推测的，还没有人核对。</translation>
  </message>
  <message>
   <source>Place {place} is called otherwise in the newer survey.</source>
   <translation>场所 {place} 在新测绘图中的注记或代码不同。</translation>
  </message>
  <message>
   <source>Place {place} is not in the newer survey.</source>
   <translation>新测绘图中没有场所 {place}。</translation>
  </message>
  <message>
   <source>Place {place} is of a kind that is not in the catalogue.</source>
   <translation>场所“{place}”的类别不在目录中。</translation>
  </message>
  <message>
   <source>Place {place} is of an internal kind, but marked public; it is not published.</source>
   <translation>场所“{place}”属内部类别，却标为公开；不会公开。</translation>
  </message>
  <message>
   <source>Place {place} lies outside of all compounds.</source>
   <translation>场所“{place}”位于所有小区之外。</translation>
  </message>
  <message>
   <source>Place {place} stands elsewhere in the newer survey.</source>
   <translation>场所 {place} 在新测绘图中位置不同。</translation>
  </message>
  <message>
   <source>Place {place} stands in a class that is not its kind's.</source>
   <translation>场所“{place}”的大类与类别不符。</translation>
  </message>
  <message>
   <source>Places</source>
   <translation>场所</translation>
  </message>
  <message>
   <source>Places added later</source>
   <translation>后来新增的场所</translation>
  </message>
  <message>
   <source>Places of the community</source>
   <translation>社区的场所</translation>
  </message>
  <message>
   <source>Places on the map</source>
   <translation>在图上标注</translation>
  </message>
  <message>
   <source>Places reached from the street</source>
   <translation>临街进入的场所</translation>
  </message>
  <message>
   <source>Places to look at ({n})</source>
   <translation>需查看的场所（{n}）</translation>
  </message>
  <message>
   <source>Places to look at since {file}</source>
   <translation>与 {file} 相比需查看的场所</translation>
  </message>
  <message>
   <source>Places with a number</source>
   <translation>已编号的场所数</translation>
  </message>
  <message>
   <source>Places with a number: {count}.</source>
   <translation>已编号的场所：{count} 个。</translation>
  </message>
  <message>
   <source>Places without a number that lie outside of the map: {names}.</source>
   <translation>以下未编号场所位于地图范围之外：{names}。</translation>
  </message>
  <message>
   <source>Places {place} and {other} stand at the same spot.</source>
   <translation>场所“{place}”与“{other}”位于同一点。</translation>
  </message>
  <message>
   <source>Planned state</source>
   <translation>规划</translation>
  </message>
  <message>
   <source>Planning colours</source>
   <translation>规划用色</translation>
  </message>
  <message>
   <source>Plot ratio (table of figures)</source>
   <translation>容积率（指标表）</translation>
  </message>
  <message>
   <source>Point</source>
   <translation>点</translation>
  </message>
  <message>
   <source>Points</source>
   <translation>点</translation>
  </message>
  <message>
   <source>Portrait</source>
   <translation>纵向</translation>
  </message>
  <message>
   <source>Prefix of all numbers</source>
   <translation>全部编号的前缀</translation>
  </message>
  <message>
   <source>Prefix of numbers</source>
   <translation>编号前缀</translation>
  </message>
  <message>
   <source>Preview of the numbers</source>
   <translation>编号预览</translation>
  </message>
  <message>
   <source>Preview of the survey</source>
   <translation>测绘图预览</translation>
  </message>
  <message>
   <source>Preview…</source>
   <translation>预览…</translation>
  </message>
  <message>
   <source>Project</source>
   <translation>项目</translation>
  </message>
  <message>
   <source>Proof beside the sheet</source>
   <translation>图纸旁的校样</translation>
  </message>
  <message>
   <source>Proposal</source>
   <translation>提案</translation>
  </message>
  <message>
   <source>Proposals</source>
   <translation>改造提案</translation>
  </message>
  <message>
   <source>Proposed</source>
   <translation>规划</translation>
  </message>
  <message>
   <source>Public</source>
   <translation>公开版</translation>
  </message>
  <message>
   <source>Public facilities</source>
   <translation>公共设施</translation>
  </message>
  <message>
   <source>Public notice</source>
   <translation>公示</translation>
  </message>
  <message>
   <source>Public notice: address of the office (is printed)</source>
   <translation>公示：单位地址（会印出）</translation>
  </message>
  <message>
   <source>Public notice: contact in the office (is printed)</source>
   <translation>公示：单位联系人（会印出）</translation>
  </message>
  <message>
   <source>Public notice: day of the signature (the first day if empty)</source>
   <translation>公示：落款日期（空则为起始日）</translation>
  </message>
  <message>
   <source>Public notice: first day, such as 2026-11-27</source>
   <translation>公示：起始日，如 2026-11-27</translation>
  </message>
  <message>
   <source>Public notice: how its days are counted</source>
   <translation>公示：天数按自然日或工作日计</translation>
  </message>
  <message>
   <source>Public notice: how to object</source>
   <translation>公示：如何提出异议</translation>
  </message>
  <message>
   <source>Public notice: last day, instead of a number of days</source>
   <translation>公示：截止日（代替天数）</translation>
  </message>
  <message>
   <source>Public notice: number of days, the first one included</source>
   <translation>公示：天数（含起始日）</translation>
  </message>
  <message>
   <source>Public notice: telephone of the office (is printed)</source>
   <translation>公示：单位联系电话（会印出）</translation>
  </message>
  <message>
   <source>Public notice: telephone of the supervision (is printed)</source>
   <translation>公示：监督电话（会印出）</translation>
  </message>
  <message>
   <source>Public notice: title</source>
   <translation>公示：标题</translation>
  </message>
  <message>
   <source>Public notice: what is announced, and why</source>
   <translation>公示：公示内容与事由</translation>
  </message>
  <message>
   <source>Public notice: who announces and signs</source>
   <translation>公示：公示单位（落款）</translation>
  </message>
  <message>
   <source>Public package</source>
   <translation>公示包</translation>
  </message>
  <message>
   <source>Public spaces</source>
   <translation>公共区域</translation>
  </message>
  <message>
   <source>Public units</source>
   <translation>公共单位</translation>
  </message>
  <message>
   <source>Publish smaller parts, or ask the surveying authority.</source>
   <translation>请分成较小的部分公布，或咨询测绘主管部门。</translation>
  </message>
  <message>
   <source>Publish: lock all numbers</source>
   <translation>公布：锁定全部编号</translation>
  </message>
  <message>
   <source>Puts a GeoTIFF, or a picture with a world file (.jpg with .jgw, .tif with .tfw), beneath the survey in the working project, in the group “Background”. Without a coordinate system of its own it is taken to be in the community's. LINK refers to the file where it is, by a relative path; COPY copies it into the folder “background” of the community. It is for the planner's eyes: no sheet and no package shows it.</source>
   <translation>把 GeoTIFF 或带坐标文件的图片（.jpg 配 .jgw、.tif 配 .tfw）放到工作项目“底图”组中，位于测绘图之下。影像本身没有坐标系时，按社区的坐标系处理。link 以相对路径引用原文件；copy 把影像复制到社区的 background 文件夹。底图仅供规划师查看，图纸和公开包中都不会出现。</translation>
  </message>
  <message>
   <source>QGIS cannot open files in {folder}, because of a | or % in its name; choose another folder.</source>
   <translation>{folder} 的名称中有 | 或 %，QGIS 无法打开其中的文件；请另选文件夹。</translation>
  </message>
  <message>
   <source>QGIS's authentication store could not be opened, so the key was not kept: set its master password under Settings → Options → Authentication.</source>
   <translation>无法打开 QGIS 的身份验证数据库，密钥没有保存：请在“设置 → 选项 → 身份验证”中设置主密码。</translation>
  </message>
  <message>
   <source>QGIS’s own Python was not found (looked in {places}); save the drawing as DXF and import that.</source>
   <translation>找不到 QGIS 自带的 Python（查找位置：{places}）；请把图形另存为 DXF 后再导入。</translation>
  </message>
  <message>
   <source>QR code</source>
   <translation>二维码</translation>
  </message>
  <message>
   <source>RELEASE names {kind}, which is no kind of place; leave it out or write the kind's word.</source>
   <translation>“要公开的内部类别”（RELEASE）中的 {kind} 不是场所类别；请去掉，或改写为类别的代词。</translation>
  </message>
  <message>
   <source>REPORT is cut short, by so many items: {more}. REPORT_FILE takes the whole of it.</source>
   <translation>REPORT 已截短，各处省略的条数：{more}。完整内容写入 REPORT_FILE。</translation>
  </message>
  <message>
   <source>RULES needs a column kind; its columns are: {columns}.</source>
   <translation>自定义规则（RULES）须有 kind 列；现有的列：{columns}。</translation>
  </message>
  <message>
   <source>Reached from the street</source>
   <translation>临街进出的</translation>
  </message>
  <message>
   <source>Reading DWG of this release ({release}) was never tried on a genuine file: look closely.</source>
   <translation>此版本（{release}）的 DWG 尚未用真实文件验证过读取效果：请仔细核对内容是否齐全。</translation>
  </message>
  <message>
   <source>Reads a DXF or DWG drawing, a point list (CASS .dat or CSV) or vector data into the survey tables: layers, feature codes, texts, blocks as points, closed lines as areas. Exploded blocks come in as what is drawn in them; one with a feature code stays a point too. Without CRS the file's own counts, else the community's. The report says by layer and entity type what came in, what did not and why, in which encoding and units it was read. The same file imported again replaces what it brought before; a newer survey of the same site replaces the one before: places keep their numbers and comments, and those that moved or are gone are listed.</source>
   <translation>把 DXF 或 DWG 图、点表（CASS .dat 或 CSV）或矢量数据读入测绘表：图层、要素代码、文字、块（作为点）、闭合线（作为面）。分解的块按其中所绘内容读入；带要素代码的块同时保留为点。未给 CRS 时用文件自带的，否则用社区的。报告按图层和要素类型列出导入了什么、什么没有导入及原因，以及使用的字符编码和单位。同一文件再次导入时替换它先前带来的内容；同一场地的新测绘图替换旧图：场所保留编号和意见，移位或消失的会列出。</translation>
  </message>
  <message>
   <source>Reads comments or proposals from CSV, XLSX, ODS, GeoJSON or GeoPackage: our entry form, exports of survey sites, KoboToolbox, ODK and Decidim. Each is linked to its place by number, name or position, or to its building. Names and contact data stay in a private file of this user; the community file only gets pseudonyms. MAPPING says which column is what where the headings do not: {"text": "heading", "place": "heading"}. Phones give positions in different datums: DATUM must say which.</source>
   <translation>从 CSV、XLSX、ODS、GeoJSON 或 GeoPackage 读取意见或提案：本插件的意见录入表、问卷网站、KoboToolbox、ODK 和 Decidim 的导出文件。每条按编号、名称或位置对应到场所，或对应到楼栋。姓名和联系方式留在当前用户的私密文件中；社区文件里只有化名。表头看不出含义时，用 MAPPING 指明各列：{"text": "表头", "place": "表头"}。各种手机给出的位置坐标基准不同：须用 DATUM 指明是哪一种。</translation>
  </message>
  <message>
   <source>Real</source>
   <translation>真实坐标</translation>
  </message>
  <message>
   <source>Real coordinates go out only with a map approval number or a recorded exemption; enter one for the community, or choose local coordinates.</source>
   <translation>真实坐标只有在填写审图号或免审图理由后才能公开；请在社区基本情况中填写，或改选本地坐标。</translation>
  </message>
  <message>
   <source>Recent</source>
   <translation>最近打开</translation>
  </message>
  <message>
   <source>Record</source>
   <translation>记录信息</translation>
  </message>
  <message>
   <source>Redo</source>
   <translation>重做</translation>
  </message>
  <message>
   <source>Reject</source>
   <translation>否定</translation>
  </message>
  <message>
   <source>Reject places</source>
   <translation>否定场所</translation>
  </message>
  <message>
   <source>Rejected</source>
   <translation>未接受的行数</translation>
  </message>
  <message>
   <source>Remove</source>
   <translation>移除</translation>
  </message>
  <message>
   <source>Remove rows</source>
   <translation>删除行</translation>
  </message>
  <message>
   <source>Remove the last</source>
   <translation>删除最后一对</translation>
  </message>
  <message>
   <source>Removed</source>
   <translation>去除坐标</translation>
  </message>
  <message>
   <source>Renumber everything</source>
   <translation>全部重新编号</translation>
  </message>
  <message>
   <source>Report (JSON)</source>
   <translation>报告（JSON）</translation>
  </message>
  <message>
   <source>Reports of imports…</source>
   <translation>导入报告…</translation>
  </message>
  <message>
   <source>Residents' comments</source>
   <translation>居民意见</translation>
  </message>
  <message>
   <source>Residual in m</source>
   <translation>残差（米）</translation>
  </message>
  <message>
   <source>Resolution (dots per inch)</source>
   <translation>分辨率（每英寸点数）</translation>
  </message>
  <message>
   <source>Restore</source>
   <translation>恢复原样</translation>
  </message>
  <message>
   <source>Restore a backup</source>
   <translation>恢复备份</translation>
  </message>
  <message>
   <source>Restore a backup…</source>
   <translation>恢复备份…</translation>
  </message>
  <message>
   <source>Restore rows</source>
   <translation>恢复行</translation>
  </message>
  <message>
   <source>Restored {file}</source>
   <translation>已恢复 {file}</translation>
  </message>
  <message>
   <source>Result</source>
   <translation>结果</translation>
  </message>
  <message>
   <source>Road names</source>
   <translation>道路名称</translation>
  </message>
  <message>
   <source>Room for the parts that are named: what is left, or made by a smaller map</source>
   <translation>点名部分的位置：利用空位（left），或缩小地图腾出（made）</translation>
  </message>
  <message>
   <source>Row {row} of RULES has a certainty that is not between 0 and 1; correct it.</source>
   <translation>自定义规则（RULES）第 {row} 行的可信度不在 0 到 1 之间；请改正。</translation>
  </message>
  <message>
   <source>Row {row} of RULES has the kind “{kind}”, which is not in the catalogue; correct it.</source>
   <translation>自定义规则（RULES）第 {row} 行的类别“{kind}”不在目录中；请改正。</translation>
  </message>
  <message>
   <source>Row {row} of {file} is no pair of control points; write name, x, y, easting, northing.</source>
   <translation>{file} 第 {row} 行不是一对控制点；请写成：点名、x、y、东坐标、北坐标。</translation>
  </message>
  <message>
   <source>Rows</source>
   <translation>行</translation>
  </message>
  <message>
   <source>Rows changed or added: {n}. Look at them, then save.</source>
   <translation>修改或新增 {n} 行，请查看后保存。</translation>
  </message>
  <message>
   <source>Rows without two coordinates: {count} (lines {rows}).</source>
   <translation>缺少坐标的行：{count} 行（见第 {rows} 行）。</translation>
  </message>
  <message>
   <source>Rows written: {rows}.</source>
   <translation>已写出 {rows} 行。</translation>
  </message>
  <message>
   <source>SERIES per_class needs CLASS; choose the field that holds the class.</source>
   <translation>编号系列（SERIES）为 per_class 时需要“大类”（CLASS）；请选择存放大类的字段。</translation>
  </message>
  <message>
   <source>SHA-256</source>
   <translation>SHA-256</translation>
  </message>
  <message>
   <source>Safe for colour-blind readers</source>
   <translation>色觉障碍友好</translation>
  </message>
  <message>
   <source>Same answers for all</source>
   <translation>全部照此</translation>
  </message>
  <message>
   <source>Samples of layer names and texts:</source>
   <translation>图层名和文字的样例：</translation>
  </message>
  <message>
   <source>Samples that do not fit this encoding: {n}</source>
   <translation>不符合这种编码的样例：{n} 条</translation>
  </message>
  <message>
   <source>Save</source>
   <translation>保存</translation>
  </message>
  <message>
   <source>Save a copy…</source>
   <translation>另存副本…</translation>
  </message>
  <message>
   <source>Save edits</source>
   <translation>保存编辑</translation>
  </message>
  <message>
   <source>Save or discard the edits in {layers} first; {file} was left as it was.</source>
   <translation>请先保存或放弃 {layers} 中的编辑；{file} 未作改动。</translation>
  </message>
  <message>
   <source>Save report</source>
   <translation>保存报告</translation>
  </message>
  <message>
   <source>Save report…</source>
   <translation>保存报告…</translation>
  </message>
  <message>
   <source>Save the pairs of control points</source>
   <translation>保存控制点对</translation>
  </message>
  <message>
   <source>Save the pairs…</source>
   <translation>保存点对…</translation>
  </message>
  <message>
   <source>Saved as {file}</source>
   <translation>已存为 {file}</translation>
  </message>
  <message>
   <source>Saved as {file}.</source>
   <translation>已保存为 {file}。</translation>
  </message>
  <message>
   <source>Saved in the community: {n} changes.</source>
   <translation>已保存到社区文件：{n} 处改动。</translation>
  </message>
  <message>
   <source>Say by {parameter} which field names the group.</source>
   <translation>请用 {parameter} 指明哪个字段是分组。</translation>
  </message>
  <message>
   <source>Say what is drawn on layers with names of your own, those that are not known come first; a click on a row selects what is on it on the map. Buildings, walls, roads, water and planting may then be shown in public; of all else nothing goes public. The community remembers the answers for later surveys.</source>
   <translation>请说明各图层上画的是什么，不认识的图层排在前面；点一行即在地图上选中该图层的内容。房屋、围墙、道路、水系和绿化随后可以公开，其余一律不公开。您的回答由社区记住，以后的测绘图也照此处理。</translation>
  </message>
  <message>
   <source>Say what survey layers are</source>
   <translation>说明测绘图层</translation>
  </message>
  <message>
   <source>Scale denominator of the first map</source>
   <translation>第一幅地图的比例尺分母</translation>
  </message>
  <message>
   <source>Scale of the survey</source>
   <translation>测绘图比例尺</translation>
  </message>
  <message>
   <source>Search</source>
   <translation>搜索</translation>
  </message>
  <message>
   <source>Search kinds</source>
   <translation>查找类别</translation>
  </message>
  <message>
   <source>Sections</source>
   <translation>分幅</translation>
  </message>
  <message>
   <source>See whether it is still there: retire it, or empty “Change in the newer survey”.</source>
   <translation>请核实其是否还在：停用它，或清空“新测绘图中的变化”。</translation>
  </message>
  <message>
   <source>See “What is missing” on the map, and propose a place nearer to them.</source>
   <translation>请在图上查看“缺什么”，并就近规划一处。</translation>
  </message>
  <message>
   <source>Select and move</source>
   <translation>选择与移动</translation>
  </message>
  <message>
   <source>Select places on the map first.</source>
   <translation>请先在图上选择场所。</translation>
  </message>
  <message>
   <source>Select two or more places on the map first.</source>
   <translation>请先在图上选择两处或更多场所。</translation>
  </message>
  <message>
   <source>Selected features only</source>
   <translation>仅选中的要素</translation>
  </message>
  <message>
   <source>Serial {serial} stands for another text as well; both are in.</source>
   <translation>序号 {serial} 还有另一条文字不同的意见；两条都已导入。</translation>
  </message>
  <message>
   <source>Series</source>
   <translation>编号系列</translation>
  </message>
  <message>
   <source>Set it on the map, or delete it.</source>
   <translation>请在图上标出位置，或删除它。</translation>
  </message>
  <message>
   <source>Set main entrance</source>
   <translation>设定主入口</translation>
  </message>
  <message>
   <source>Set one: numbers run from there.</source>
   <translation>请设定一个：编号从那里开始。</translation>
  </message>
  <message>
   <source>Set starting point</source>
   <translation>设置起点</translation>
  </message>
  <message>
   <source>Set starting point (no gate)</source>
   <translation>设置起点（无大门）</translation>
  </message>
  <message>
   <source>Set the real one, and the stamp goes.</source>
   <translation>设定真实的之后，“推定”字样就会消失。</translation>
  </message>
  <message>
   <source>Set the site</source>
   <translation>设定边界与出入口</translation>
  </message>
  <message>
   <source>Sets the compounds of a community and their entrances, one main entrance each: from layers, from one point, or from the walls and gates of the survey. With “Assume what is missing” the outline of the survey and the boundary point nearest to a road stand in; what was assumed is stamped on the sheet.</source>
   <translation>设定社区的各小区及其出入口，每个小区一个主入口：来自图层、来自一个点，或来自测绘底图的围墙和大门。勾选“缺少的内容自动推定”时，用测绘范围的轮廓和边界上离道路最近的点代替；推定的内容会在布局图上注明。</translation>
  </message>
  <message>
   <source>Several places are named in “{text}”; linked to the first.</source>
   <translation>“{text}”提到多个场所；已对应到第一个。</translation>
  </message>
  <message>
   <source>Sheet</source>
   <translation>图幅</translation>
  </message>
  <message>
   <source>Sheet number</source>
   <translation>图号</translation>
  </message>
  <message>
   <source>Sheet or layer</source>
   <translation>工作表或图层</translation>
  </message>
  <message>
   <source>Sheets of many communities…</source>
   <translation>多个社区出图…</translation>
  </message>
  <message>
   <source>Shift JIS (Japanese)</source>
   <translation>Shift JIS（日文）</translation>
  </message>
  <message>
   <source>Shifted, turned and scaled</source>
   <translation>平移、旋转、缩放</translation>
  </message>
  <message>
   <source>Show</source>
   <translation>查看</translation>
  </message>
  <message>
   <source>Since the survey before ({n})</source>
   <translation>与前次测量相比（{n}）</translation>
  </message>
  <message>
   <source>Site</source>
   <translation>场地</translation>
  </message>
  <message>
   <source>Some edits could not be saved; see the layer's messages.</source>
   <translation>有些编辑未能保存；请看该图层的消息。</translation>
  </message>
  <message>
   <source>Some texts are in another encoding than the rest ({others}).</source>
   <translation>有些文字的字符编码与其余不同（{others}）。</translation>
  </message>
  <message>
   <source>Space for a seal</source>
   <translation>盖章处</translation>
  </message>
  <message>
   <source>Spaces, facilities, units</source>
   <translation>公共区域、设施与单位</translation>
  </message>
  <message>
   <source>Split</source>
   <translation>拆分</translation>
  </message>
  <message>
   <source>Split a place</source>
   <translation>拆分场所</translation>
  </message>
  <message>
   <source>State</source>
   <translation>状态</translation>
  </message>
  <message>
   <source>State and answer</source>
   <translation>办理与答复</translation>
  </message>
  <message>
   <source>State shown</source>
   <translation>显示状态</translation>
  </message>
  <message>
   <source>State that is drawn</source>
   <translation>图示状态（现状/规划）</translation>
  </message>
  <message>
   <source>Still to answer: {question}</source>
   <translation>还要回答：{question}</translation>
  </message>
  <message>
   <source>Subtitle</source>
   <translation>副标题</translation>
  </message>
  <message>
   <source>Suggested</source>
   <translation>建议的方法</translation>
  </message>
  <message>
   <source>Suggested: {reason}</source>
   <translation>建议：{reason}</translation>
  </message>
  <message>
   <source>Survey</source>
   <translation>测绘底图</translation>
  </message>
  <message>
   <source>Survey and approval</source>
   <translation>测绘与审图</translation>
  </message>
  <message>
   <source>Survey file</source>
   <translation>测绘文件</translation>
  </message>
  <message>
   <source>Survey files</source>
   <translation>测绘文件</translation>
  </message>
  <message>
   <source>Survey import</source>
   <translation>测绘图导入报告</translation>
  </message>
  <message>
   <source>Survey map</source>
   <translation>测绘底图</translation>
  </message>
  <message>
   <source>Survey reports</source>
   <translation>测绘图导入报告</translation>
  </message>
  <message>
   <source>Surveyed by</source>
   <translation>测绘单位</translation>
  </message>
  <message>
   <source>Surveys (*.dxf *.dwg *.dat *.csv *.txt *.shp *.gpkg *.geojson *.json *.kml *.kmz)</source>
   <translation>测绘文件 (*.dxf *.dwg *.dat *.csv *.txt *.shp *.gpkg *.geojson *.json *.kml *.kmz)</translation>
  </message>
  <message>
   <source>TEMPLATE draws the sheet on a layout template of your own (.qpt), in its size: items with the id map, title, subtitle, index 1, index 2, legend, scale bar, scale, north arrow, block or stamps, or with the name of a part such as locator or notice, are filled; so are labels with the id project, drawn_by, date, survey and others, see the help. All else stays. What the sheet has to say and no item is there for is said in the log.</source>
   <translation>TEMPLATE 把布局图画在您自己的布局模板（.qpt）上，图幅以模板为准：元素 ID 为 map、title、subtitle、index 1、index 2、legend、scale bar、scale、north arrow、block、stamps，或某个组成部分的名称（如 locator、notice）时，会填入相应内容；ID 为 project、drawn_by、date、survey 等的标签也会填写，详见帮助。其余元素保持原样。布局图必须写明而模板没有元素可写的内容，会在日志中指出。</translation>
  </message>
  <message>
   <source>TILES cuts a PDF onto pages of A4 or A3, in a file of its own beside it: a picture of how they go together, then the pages at full size, with an overlap, marks to cut at, names by row and column. BLEED makes the pages of a PDF larger, with crop marks, and says in it where sheet and bleed end.</source>
   <translation>“另裁成小幅面”把 PDF 按原比例裁到 A4 或 A3，存为旁边的另一个文件：先是拼图总览，再是各页，带重叠、裁切线和行列编号。“出血”把 PDF 页面放大，加裁切线，并写明成品和出血的范围。</translation>
  </message>
  <message>
   <source>Table</source>
   <translation>表格</translation>
  </message>
  <message>
   <source>Table of figures</source>
   <translation>指标表</translation>
  </message>
  <message>
   <source>Table of old and new numbers</source>
   <translation>新旧编号对照表</translation>
  </message>
  <message>
   <source>Tables</source>
   <translation>数据表</translation>
  </message>
  <message>
   <source>Tables (*.csv *.txt *.xlsx *.ods)</source>
   <translation>表格 (*.csv *.txt *.xlsx *.ods)</translation>
  </message>
  <message>
   <source>Tables (*.csv *.xlsx)</source>
   <translation>表格 (*.csv *.xlsx)</translation>
  </message>
  <message>
   <source>Take in a table that was edited</source>
   <translation>读入编辑过的表格</translation>
  </message>
  <message>
   <source>Take rows of your own away; switch off what ships</source>
   <translation>删除自定义的行；随软件提供的行请取消勾选停用</translation>
  </message>
  <message>
   <source>Take the last step back (Ctrl+Z)</source>
   <translation>撤销上一步（Ctrl+Z）</translation>
  </message>
  <message>
   <source>Take the last step back (Z)</source>
   <translation>撤销上一步（Z）</translation>
  </message>
  <message>
   <source>Take the mark off, or release its kind when exporting.</source>
   <translation>请取消公开标记，或在导出时放行该类别。</translation>
  </message>
  <message>
   <source>Take the places selected off the map (Delete)</source>
   <translation>将选中的场所从图上移除（Delete）</translation>
  </message>
  <message>
   <source>Taken off the map: {n}</source>
   <translation>已移除：{n} 处</translation>
  </message>
  <message>
   <source>Template</source>
   <translation>表格样式</translation>
  </message>
  <message>
   <source>Text</source>
   <translation>文字</translation>
  </message>
  <message>
   <source>Texts</source>
   <translation>文字</translation>
  </message>
  <message>
   <source>Texts of the survey</source>
   <translation>测绘注记</translation>
  </message>
  <message>
   <source>Texts or layers with words that no public map may show ({words}): {count}; they were marked as not public.</source>
   <translation>含有不得公开字样（{words}）的文字或图层：{count}；已标为不公开。</translation>
  </message>
  <message>
   <source>Texts that do not fit the encoding and show their bytes: {count}; try ENCODING.</source>
   <translation>与字符编码不符、只能显示字节的文字：{count} 处；请试用“字符编码”（ENCODING）。</translation>
  </message>
  <message>
   <source>That of the community</source>
   <translation>与社区相同</translation>
  </message>
  <message>
   <source>The DWG drawing {file} cannot be read ({problem}); save it again, or as DXF, and import that.</source>
   <translation>无法读取 DWG 图形 {file}({problem})；请重新保存或另存为 DXF 后再导入。</translation>
  </message>
  <message>
   <source>The DWG drawing {file} needs more memory than a drawing of its size should; save it as DXF and import that.</source>
   <translation>DWG 图形 {file} 需要的内存远超其大小应有的量；请另存为 DXF 后再导入。</translation>
  </message>
  <message>
   <source>The DWG drawing {file} was not read within {seconds} s; save it as DXF and import that.</source>
   <translation>DWG 图形 {file} 在 {seconds} 秒内未能读完；请另存为 DXF 后再导入。</translation>
  </message>
  <message>
   <source>The DWG was read with {library}.</source>
   <translation>DWG 由 {library} 读取。</translation>
  </message>
  <message>
   <source>The LOOP of {compound} is not one line; join its pieces.</source>
   <translation>{compound} 的行走路线（LOOP）不是一条线；请把各段连起来。</translation>
  </message>
  <message>
   <source>The Python package {package} is missing or too old; install it with: {command} — and start QGIS again.</source>
   <translation>缺少 Python 包 {package}，或版本过旧；请运行 {command} 安装，然后重新启动 QGIS。</translation>
  </message>
  <message>
   <source>The archive {file} should hold one survey and holds {found}; unpack it and import what you need.</source>
   <translation>压缩包 {file} 应只含一份测绘图，实际含有：{found}；请解压后导入所需的文件。</translation>
  </message>
  <message>
   <source>The boundary is missing: give COMPOUNDS, import a survey with walls, or draw it on the map.</source>
   <translation>缺少边界：请给出“小区”图层（COMPOUNDS）、导入带围墙的测绘图，或在图上绘制。</translation>
  </message>
  <message>
   <source>The boundary of {name} is missing or crosses itself.</source>
   <translation>{name} 的边界缺失或自相交。</translation>
  </message>
  <message>
   <source>The boundary was assumed: the outline of all that was surveyed.</source>
   <translation>边界为推定：取全部测绘内容的外轮廓。</translation>
  </message>
  <message>
   <source>The boundary was assumed; the sheet says so.</source>
   <translation>边界为推定；布局图上会注明。</translation>
  </message>
  <message>
   <source>The boundary was taken from the walls and parcels of the survey.</source>
   <translation>边界取自测绘底图的围墙和宗地线。</translation>
  </message>
  <message>
   <source>The community file did not take the changes ({reason}); nothing was saved, nothing is lost here.</source>
   <translation>社区文件未能写入改动（{reason}）；尚未保存，此处的内容没有丢失。</translation>
  </message>
  <message>
   <source>The community has a survey of this ground already.</source>
   <translation>本社区在此范围内已有一份测绘图。</translation>
  </message>
  <message>
   <source>The community has no compound.</source>
   <translation>社区还没有小区。</translation>
  </message>
  <message>
   <source>The community has {n} surveys of this ground already.</source>
   <translation>本社区在此范围内已有 {n} 份测绘图。</translation>
  </message>
  <message>
   <source>The community holds no survey {names}; it holds: {present}.</source>
   <translation>社区中没有测绘图 {names}；现有：{present}。</translation>
  </message>
  <message>
   <source>The community in {folder} is open in this project; close it before overwriting it.</source>
   <translation>{folder} 中的社区正在本工程中打开；请先关闭再覆盖。</translation>
  </message>
  <message>
   <source>The community is in local metres: the survey must be in the same grid, or tied to it.</source>
   <translation>社区用本地坐标（米）：测绘图须在同一坐标系，或用控制点联测。</translation>
  </message>
  <message>
   <source>The compounds cover {area} km²; survey maps of more than 25 km² are classified.</source>
   <translation>各小区共 {area} 平方千米；超过 25 平方千米的测绘图属于涉密。</translation>
  </message>
  <message>
   <source>The control points contradict each other by {rmse} m on average, most of all {name} ({off} m); check their coordinates.</source>
   <translation>控制点互相矛盾，平均相差 {rmse} 米，最大的是 {name}（{off} 米）；请核对其坐标。</translation>
  </message>
  <message>
   <source>The control points make the survey {scale} times as large, which no grid of a city does; check UNITS and the pairs.</source>
   <translation>按控制点计算，测绘图要放大 {scale} 倍，城市坐标系不会如此；请核对单位（UNITS）和控制点对。</translation>
  </message>
  <message>
   <source>The coordinate system has its own unit.</source>
   <translation>坐标系自带单位。</translation>
  </message>
  <message>
   <source>The date of the survey is not known.</source>
   <translation>测绘日期未知。</translation>
  </message>
  <message>
   <source>The drawing does not say its unit.</source>
   <translation>图纸没有说明单位。</translation>
  </message>
  <message>
   <source>The drawing for CAD holds all places at once; BY divides the sheet only.</source>
   <translation>CAD 图包含全部场所，“按什么分页”（BY）只用于布局图。</translation>
  </message>
  <message>
   <source>The drawing holds {count} more entities, which could not be read. Have your CAD program check and repair it (AUDIT), save it as DXF and import that.</source>
   <translation>图中另有 {count} 个图元读不出来。请在 CAD 软件中核查修复（AUDIT），另存为 DXF 后再导入。</translation>
  </message>
  <message>
   <source>The drawing is damaged in too many places (first at byte {offset}); export it again.</source>
   <translation>图形文件损坏之处太多（首处在第 {offset} 字节）；请重新导出。</translation>
  </message>
  <message>
   <source>The drawing says its texts are {declared}, which they contradict; {used} was taken.</source>
   <translation>图形文件声明文字编码为 {declared}，与实际不符；已按 {used} 读取。</translation>
  </message>
  <message>
   <source>The drawing says its unit is {declared}, which its size contradicts; metres were taken.</source>
   <translation>图形文件声明单位为 {declared}，与图的大小不符；已按米读取。</translation>
  </message>
  <message>
   <source>The drawing says {declared}, and its size agrees.</source>
   <translation>图纸说明单位为{declared}，与图幅大小相符。</translation>
  </message>
  <message>
   <source>The drawing says {declared}, which its size contradicts.</source>
   <translation>图纸说明单位为{declared}，与图幅大小不符。</translation>
  </message>
  <message>
   <source>The entrance is {distance} km away from what it leads to; check its CRS.</source>
   <translation>入口距所属要素 {distance} 千米；请检查坐标系。</translation>
  </message>
  <message>
   <source>The entrances were taken from the gates of the survey.</source>
   <translation>出入口取自测绘底图的大门。</translation>
  </message>
  <message>
   <source>The file also holds {kind} ({count}), which are no features; they stay in it.</source>
   <translation>文件中还有 {kind}（{count} 个），不是要素，留在文件中。</translation>
  </message>
  <message>
   <source>The file does not say its coordinate system.</source>
   <translation>文件没有说明坐标系。</translation>
  </message>
  <message>
   <source>The file does not say; its texts read best like this.</source>
   <translation>文件没有说明；按此编码文字最通顺。</translation>
  </message>
  <message>
   <source>The file has no end mark; all sections that are there were read.</source>
   <translation>文件没有结束标记；已有的各段都已读取。</translation>
  </message>
  <message>
   <source>The file is being read…</source>
   <translation>正在读取文件…</translation>
  </message>
  <message>
   <source>The file is damaged in {count} places and was recovered (first at byte {offset}).</source>
   <translation>文件有 {count} 处损坏，已修复（首处在第 {offset} 字节）。</translation>
  </message>
  <message>
   <source>The file says its coordinate system.</source>
   <translation>文件说明了坐标系。</translation>
  </message>
  <message>
   <source>The file says {declared}, and its texts agree.</source>
   <translation>文件说明编码为 {declared}，文字也相符。</translation>
  </message>
  <message>
   <source>The file says {declared}, which its texts contradict.</source>
   <translation>文件说明编码为 {declared}，但文字与之不符。</translation>
  </message>
  <message>
   <source>The file with names and contact data, {file}, cannot be read; move it away to begin a new one.</source>
   <translation>存放姓名和联系方式的文件 {file} 无法读取；把它移走后会新建一个。</translation>
  </message>
  <message>
   <source>The format itself says how its texts are encoded.</source>
   <translation>这种格式自带编码说明。</translation>
  </message>
  <message>
   <source>The holidays of {names} are not in the table: the last day of the notice is counted by Monday to Friday, and the sheet says so. Add the State Council's notice to the holidays of the catalogue, or give NOTICE_UNTIL.</source>
   <translation>{names}年的放假安排不在表中：公示截止日按周一至周五推算，图上已注明。请把国务院的放假通知补进目录的“节假日”表，或填写 NOTICE_UNTIL。</translation>
  </message>
  <message>
   <source>The image does not lie where the community lies: check its coordinate system and world file.</source>
   <translation>影像与社区的位置不重叠：请检查它的坐标系和坐标文件。</translation>
  </message>
  <message>
   <source>The image names no coordinate system: it is taken to be in {crs}, as the community is.</source>
   <translation>影像没有注明坐标系：按社区的坐标系 {crs} 处理。</translation>
  </message>
  <message>
   <source>The known coordinates of the control points had north before east; they were exchanged.</source>
   <translation>控制点的已知坐标把北坐标写在东坐标之前，已对调。</translation>
  </message>
  <message>
   <source>The known side of the control points is in this system.</source>
   <translation>控制点的已知坐标属于这一坐标系。</translation>
  </message>
  <message>
   <source>The layer given as {parameter} cannot be opened; choose one that QGIS can show.</source>
   <translation>{parameter} 指定的图层无法打开；请选择 QGIS 能显示的图层。</translation>
  </message>
  <message>
   <source>The layer {layer} given as {parameter} holds no features; choose another layer.</source>
   <translation>{parameter} 指定的图层 {layer} 没有要素；请另选图层。</translation>
  </message>
  <message>
   <source>The layer {layer} has no field {field}, which {parameter} names; correct it.</source>
   <translation>图层 {layer} 没有 {parameter} 指定的字段 {field}；请改正。</translation>
  </message>
  <message>
   <source>The layer {layer} holds the wrong kind of geometry for {parameter}; choose another layer.</source>
   <translation>图层 {layer} 的几何类型不适合 {parameter}；请另选图层。</translation>
  </message>
  <message>
   <source>The layout “{layout}” of the project was not drawn by Commonplan; choose another name.</source>
   <translation>项目中的布局“{layout}”不是由社区共绘绘制的；请换一个名称。</translation>
  </message>
  <message>
   <source>The letters of {file} cannot be read as {tried}; save it as UTF-8 or set ENCODING.</source>
   <translation>{file} 的文字无法按 {tried} 读取；请另存为 UTF-8，或设定字符编码（ENCODING）。</translation>
  </message>
  <message>
   <source>The line of feature {feature} in COMPOUNDS does not close, {gap} m are missing; close it first.</source>
   <translation>小区图层（COMPOUNDS）中要素 {feature} 的线没有闭合，还差 {gap} 米；请先闭合。</translation>
  </message>
  <message>
   <source>The list gives north before east; both were put in order.</source>
   <translation>点表先北后东；已调整顺序。</translation>
  </message>
  <message>
   <source>The main entrance is missing: give ENTRANCE as “x,y [EPSG:…]”, or a layer as ENTRANCES.</source>
   <translation>缺少主入口：请以“x,y [EPSG:…]”给出 ENTRANCE，或用图层给出 ENTRANCES。</translation>
  </message>
  <message>
   <source>The main entrance was assumed: give ENTRANCE to set the real one.</source>
   <translation>主入口为推定：请用 ENTRANCE 设定真实的主入口。</translation>
  </message>
  <message>
   <source>The main entrance was assumed; the sheet says so.</source>
   <translation>主入口为推定；布局图上会注明。</translation>
  </message>
  <message>
   <source>The map says “{text}”.</source>
   <translation>图上注记为“{text}”。</translation>
  </message>
  <message>
   <source>The next free number</source>
   <translation>下一个空号</translation>
  </message>
  <message>
   <source>The number of place {place} would stand outside of its footprint.</source>
   <translation>场所“{place}”的编号会落在其范围之外。</translation>
  </message>
  <message>
   <source>The numbers are published: choose suffix or append for new places, or set CONFIRM_PUBLISHED to give everything a new number.</source>
   <translation>编号已经公布：请为新增场所选择 suffix（后缀号）或 append（接续编号）；要全部重新编号，请勾选确认（CONFIRM_PUBLISHED）。</translation>
  </message>
  <message>
   <source>The numbers do not fit into the field {field} of {layer}; choose another field or a new name.</source>
   <translation>编号写不进“{layer}”的字段 {field}；请另选字段或起个新名。</translation>
  </message>
  <message>
   <source>The outline crosses itself or holds no area; draw the boundary again.</source>
   <translation>轮廓自相交或没有面积；请重新绘制边界。</translation>
  </message>
  <message>
   <source>The page's template {file} is missing; run “make setup”, or install the plugin again.</source>
   <translation>缺少网页模板 {file}；请运行 make setup，或重新安装插件。</translation>
  </message>
  <message>
   <source>The position “{text}” cannot be read; imported without it.</source>
   <translation>位置“{text}”无法读取；已导入，但不带位置。</translation>
  </message>
  <message>
   <source>The position “{text}” is not on Earth; imported without it.</source>
   <translation>位置“{text}”超出经纬度范围；已导入，但不带位置。</translation>
  </message>
  <message>
   <source>The released text of comment {serial} holds what looks like personal data ({kinds}).</source>
   <translation>意见 {serial} 的公开文字中疑似有个人信息（{kinds}）。</translation>
  </message>
  <message>
   <source>The row has no text; nothing was imported.</source>
   <translation>该行没有文字；未导入。</translation>
  </message>
  <message>
   <source>The same file was in the community already: its rows were replaced.</source>
   <translation>社区中已有同一文件：其内容已替换。</translation>
  </message>
  <message>
   <source>The same serial and text stand in an earlier row.</source>
   <translation>前面已有序号和文字相同的一行。</translation>
  </message>
  <message>
   <source>The sheet is no larger than {paper}: it needs no tiles of that.</source>
   <translation>图幅不大于 {paper}，不需要裁成该幅面。</translation>
  </message>
  <message>
   <source>The sheet is too full: these markers hide one another or have lines through them: {names}. A larger sheet, or one compound on each, gives them room.</source>
   <translation>图面过密：下列编号的标记互相遮挡，或被引线穿过：{names}。可改用更大的图幅，或每个小区单独成图。</translation>
  </message>
  <message>
   <source>The sheet prints mobile numbers: {names}. Make sure that they are an office's.</source>
   <translation>图上会印出手机号码：{names}。请确认它们是单位的号码。</translation>
  </message>
  <message>
   <source>The site is long and narrow: a line along its lane (loop) may do better.</source>
   <translation>场地狭长：沿通道画一条路线（loop）可能更好。</translation>
  </message>
  <message>
   <source>The survey fits only mirrored (then turned by {rotation}°); check the signs of its coordinates.</source>
   <translation>测绘图只有镜像后才能拟合（再旋转 {rotation}°）；请核对坐标的正负号。</translation>
  </message>
  <message>
   <source>The survey fits only with x and y exchanged, and was exchanged: its north stands before its east.</source>
   <translation>测绘图只有对调 x、y 才能拟合，已对调：其北坐标写在东坐标之前。</translation>
  </message>
  <message>
   <source>The survey has no layer {layers}; it has: {present}.</source>
   <translation>测绘图中没有图层 {layers}；有：{present}。</translation>
  </message>
  <message>
   <source>The survey has no layer {layer}; correct the name.</source>
   <translation>测绘底图中没有图层 {layer}，请更正名称。</translation>
  </message>
  <message>
   <source>The survey has {share} % of what {file} shows there and stands beside it; if it is a newer one, import it again and name that file in REPLACES.</source>
   <translation>本图与 {file} 在同一处有 {share} % 相同，两者并存；如果本图是新测的，请重新导入，并在 REPLACES 中写上该文件名。</translation>
  </message>
  <message>
   <source>The survey holds codes of {system}, which was no coding system when it was imported: import the survey again to have them read.</source>
   <translation>测绘图中有 {system} 的编码，但导入时它还不是编码系统：请重新导入测绘图，以便读取这些编码。</translation>
  </message>
  <message>
   <source>The survey renews {file}, whose rows it replaced: added {added}, gone {gone}, moved {moved}, altered {altered}; places that need a look: {looks}.</source>
   <translation>本图更新了 {file} 并替换其内容：新增 {added}，消失 {gone}，移位 {moved}，注记或代码变化 {altered}；需要查看的场所：{looks}。</translation>
  </message>
  <message>
   <source>The surveys cover {area} km² without a gap; more than 25 km² are classified.</source>
   <translation>测绘图连续覆盖 {area} 平方千米；超过 25 平方千米即属涉密。</translation>
  </message>
  <message>
   <source>The surveys cover {km2} km² without a gap; beyond 25 km² continuous coverage at this scale is classified.</source>
   <translation>测绘图连续覆盖 {km2} 平方千米；该比例尺连续覆盖超过 25 平方千米即属涉密。</translation>
  </message>
  <message>
   <source>The surveys of all communities together cover {km2} km² without a gap; beyond 25 km² continuous coverage at this scale is classified: ask before they leave together.</source>
   <translation>全部社区的测绘图连片覆盖 {km2} 平方公里；此比例尺连片超过 25 平方公里属于涉密：一并提供之前请先咨询主管部门。</translation>
  </message>
  <message>
   <source>The template has no item for what the sheet has to say: {names}. Give items these ids.</source>
   <translation>布局图必须写明的内容在模板中没有对应的元素：{names}。请给元素设置这些 ID。</translation>
  </message>
  <message>
   <source>The text holds personal data ({what}); it must not go public as it is.</source>
   <translation>文字中有个人信息（{what}）；不能原样公开。</translation>
  </message>
  <message>
   <source>The text of comment {serial} was released, but its author did not agree to publish it.</source>
   <translation>意见 {serial} 已写公开文字，但本人没有同意公开。</translation>
  </message>
  <message>
   <source>The {count} control points lie in one line; give one beside it, or fit a similarity.</source>
   <translation>{count} 个控制点在一条直线上；请在线外再给一个，或改用相似变换。</translation>
  </message>
  <message>
   <source>There already</source>
   <translation>先前已有</translation>
  </message>
  <message>
   <source>There are changes that are not saved. Save them now?</source>
   <translation>有尚未保存的改动。现在保存吗？</translation>
  </message>
  <message>
   <source>There are edits that are not in the community file yet. Save them now?</source>
   <translation>有些编辑尚未写入社区文件。现在保存吗？</translation>
  </message>
  <message>
   <source>There is another row “{value}”; choose another word.</source>
   <translation>已有另一行“{value}”，请换一个标识。</translation>
  </message>
  <message>
   <source>There is no compound {compound} in this community; it has: {known}.</source>
   <translation>本社区没有小区 {compound}；有：{known}。</translation>
  </message>
  <message>
   <source>There is no datum {datum}; choose wgs84, gcj02, bd09 or community.</source>
   <translation>没有坐标基准 {datum}；请选择 wgs84、gcj02、bd09 或 community。</translation>
  </message>
  <message>
   <source>There is no earlier copy of {file} to restore.</source>
   <translation>{file} 没有可恢复的备份。</translation>
  </message>
  <message>
   <source>There is no encoding {encoding}; write GB18030, UTF-8, cp1251, …</source>
   <translation>没有字符编码 {encoding}；请填写 GB18030、UTF-8、cp1251 等。</translation>
  </message>
  <message>
   <source>There is no file {file}; choose an existing one.</source>
   <translation>没有文件 {file}；请选择存在的文件。</translation>
  </message>
  <message>
   <source>There is no kind “{value}”; choose one from the list, or add it to the kinds.</source>
   <translation>没有“{value}”这个类别；请从列表中选择，或先添加到类别表。</translation>
  </message>
  <message>
   <source>There is no place to number; mark places first.</source>
   <translation>没有可编号的场所；请先标注。</translation>
  </message>
  <message>
   <source>There is no space left to write {file}; free some and try again.</source>
   <translation>磁盘空间不足，无法写入 {file}；请腾出空间后再试。</translation>
  </message>
  <message>
   <source>There is no text beyond plain ASCII to show.</source>
   <translation>没有 ASCII 以外的文字可显示。</translation>
  </message>
  <message>
   <source>There is no unit {units}; choose one of {known}.</source>
   <translation>没有单位 {units}；请从 {known} 中选择。</translation>
  </message>
  <message>
   <source>There was no place to number; mark places first.</source>
   <translation>没有可编号的场所；请先标注场所。</translation>
  </message>
  <message>
   <source>These items of the template are too small for what stands there: {names}. Make them larger.</source>
   <translation>模板中这些元素放不下其内容：{names}。请将其放大。</translation>
  </message>
  <message>
   <source>These maps are too full for their places, and on a template they are not divided: {names}. Make the map of the template larger, give each building group a page, or draw without the template.</source>
   <translation>以下地图放不下全部场所，而使用自备模板时不分幅：{names}。请加大模板上的地图，或按楼组分页，或不用模板出图。</translation>
  </message>
  <message>
   <source>These numbers are published; {n} of them would change. A copy of the community is kept, and a table of old and new numbers for the notice board is written beside it. Renumber?</source>
   <translation>这些编号已经公布，其中 {n} 个将会改变。系统会保留一份社区副本，并在其旁写出供公告栏张贴的新旧编号对照表。要重新编号吗？</translation>
  </message>
  <message>
   <source>These texts read right</source>
   <translation>这些文字读得通</translation>
  </message>
  <message>
   <source>These would make sense of its coordinates:</source>
   <translation>下列坐标系与其坐标相合：</translation>
  </message>
  <message>
   <source>This is marked as {kind} already.</source>
   <translation>此处已标注为{kind}。</translation>
  </message>
  <message>
   <source>This may not be empty.</source>
   <translation>此处不能为空。</translation>
  </message>
  <message>
   <source>This system puts the survey nowhere.</source>
   <translation>看不出这一坐标系会把测绘图放到哪里。</translation>
  </message>
  <message>
   <source>Those released</source>
   <translation>已公开的</translation>
  </message>
  <message>
   <source>Tiles and bleed need a PDF; end the name of {file} in .pdf.</source>
   <translation>拼图和出血只用于 PDF；{file} 请以 .pdf 结尾。</translation>
  </message>
  <message>
   <source>Title</source>
   <translation>标题</translation>
  </message>
  <message>
   <source>To read {file}, install {package}: {command}, then start QGIS again. Or save the drawing as DXF and import that.</source>
   <translation>要读取 {file}，请安装 {package}：{command}，然后重启 QGIS；也可以把图另存为 DXF 再导入。</translation>
  </message>
  <message>
   <source>Turned</source>
   <translation>旋转</translation>
  </message>
  <message>
   <source>Turned where that is larger</source>
   <translation>比例尺更大时旋转</translation>
  </message>
  <message>
   <source>Two compounds have the prefix {prefix}; give each its own.</source>
   <translation>两个小区的前缀都是 {prefix}；请各用不同的前缀。</translation>
  </message>
  <message>
   <source>Two places are locked with the number {number}; unlock one of them.</source>
   <translation>两个场所都锁定了编号 {number}；请解锁其中一个。</translation>
  </message>
  <message>
   <source>US survey feet</source>
   <translation>美国测量英尺</translation>
  </message>
  <message>
   <source>UTF-8 (Unicode)</source>
   <translation>UTF-8(Unicode)</translation>
  </message>
  <message>
   <source>Uncertain places</source>
   <translation>待核对场所</translation>
  </message>
  <message>
   <source>Undo</source>
   <translation>撤销</translation>
  </message>
  <message>
   <source>Unit of the drawing</source>
   <translation>图纸单位</translation>
  </message>
  <message>
   <source>Unit {place} has no name.</source>
   <translation>单位“{place}”没有名称。</translation>
  </message>
  <message>
   <source>Unit, coordinate system and encoding of this file, for all others as well</source>
   <translation>把这个文件的单位、坐标系和编码也用于其他文件</translation>
  </message>
  <message>
   <source>Units</source>
   <translation>单位</translation>
  </message>
  <message>
   <source>Unmark</source>
   <translation>取消标注</translation>
  </message>
  <message>
   <source>Unmark places</source>
   <translation>取消标注</translation>
  </message>
  <message>
   <source>Up</source>
   <translation>朝上</translation>
  </message>
  <message>
   <source>Used last</source>
   <translation>最近使用</translation>
  </message>
  <message>
   <source>Version</source>
   <translation>版本</translation>
  </message>
  <message>
   <source>WGS 84: GPS, ODK</source>
   <translation>WGS 84：GPS、ODK</translation>
  </message>
  <message>
   <source>Walking distances</source>
   <translation>步行范围</translation>
  </message>
  <message>
   <source>Warnings</source>
   <translation>警告</translation>
  </message>
  <message>
   <source>What became of them</source>
   <translation>意见采纳情况表</translation>
  </message>
  <message>
   <source>What came in</source>
   <translation>导入内容</translation>
  </message>
  <message>
   <source>What finds room</source>
   <translation>有空位的</translation>
  </message>
  <message>
   <source>What is asked of a community: which kinds serve, how near, how large. Switch off what does not apply here, and add what your city asks.</source>
   <translation>对社区的配套要求：由哪些类别满足、多近、多大。不适用的可停用，本市另有要求的可添加。</translation>
  </message>
  <message>
   <source>What is drawn in them</source>
   <translation>块内图形</translation>
  </message>
  <message>
   <source>What is drawn on layers (name=building; name=road …)</source>
   <translation>图层上画的是什么（图层名=房屋; 图层名=道路 …）</translation>
  </message>
  <message>
   <source>What is drawn on the layer {layer}, “{text}”, is none of: {choices}.</source>
   <translation>图层 {layer} 的说明“{text}”不在可选项之内：{choices}。</translation>
  </message>
  <message>
   <source>What is left</source>
   <translation>利用空位</translation>
  </message>
  <message>
   <source>What is missing</source>
   <translation>缺什么</translation>
  </message>
  <message>
   <source>What places are called, counted and found by. A word that ends in ? is doubtful; several words or tags are parted by |. Double click a cell to change it.</source>
   <translation>场所的名称、编号方式和识别依据。以 ? 结尾的词语把握较小；多个词语或标签用 | 分隔。双击单元格即可修改。</translation>
  </message>
  <message>
   <source>What survey layers are</source>
   <translation>测绘图层是什么</translation>
  </message>
  <message>
   <source>What survey layers are…</source>
   <translation>测绘图层是什么…</translation>
  </message>
  <message>
   <source>What the checks found, each line of it in missing.xlsx: {names}.</source>
   <translation>检查结果（每条都在 missing.xlsx 中）：{names}。</translation>
  </message>
  <message>
   <source>Where north is</source>
   <translation>北在哪边</translation>
  </message>
  <message>
   <source>Whether all that is drawn came in is not known: the drawing's own list could not be read.</source>
   <translation>图形自身的对象清单读不出来，无法确定是否全部导入。</translation>
  </message>
  <message>
   <source>Whether all that is drawn came in was not checked; with the package {package} it is.</source>
   <translation>是否全部导入未经核对；安装 {package} 后会自动核对。</translation>
  </message>
  <message>
   <source>Which codes of surveys suggest which kind, and rules of your own by code, word or tag, which go before ours. They count from the next marking on.</source>
   <translation>哪些测绘编码判定为哪个类别；自定义规则可按编码、词语或标签，优先于随软件提供的规则。从下一次标注起生效。</translation>
  </message>
  <message>
   <source>Whole report as a file</source>
   <translation>完整报告另存为文件</translation>
  </message>
  <message>
   <source>Whole site</source>
   <translation>看全图</translation>
  </message>
  <message>
   <source>Why</source>
   <translation>原因</translation>
  </message>
  <message>
   <source>Why this method</source>
   <translation>采用该方法的理由</translation>
  </message>
  <message>
   <source>Wind frequencies in per cent, 8 or 16 from the north on, clockwise</source>
   <translation>风向频率（%），从正北起顺时针 8 个或 16 个</translation>
  </message>
  <message>
   <source>Wind frequencies: station and years</source>
   <translation>风向频率：气象站与年份</translation>
  </message>
  <message>
   <source>Wind rose</source>
   <translation>风玫瑰图</translation>
  </message>
  <message>
   <source>With GROUP every group needs an entrance of its own: give ENTRANCES and ENTRANCE_GROUP.</source>
   <translation>使用分组（GROUP）时每组都要有自己的入口：请给出 ENTRANCES 和 ENTRANCE_GROUP。</translation>
  </message>
  <message>
   <source>With a suffix (7-1)</source>
   <translation>加后缀（7-1）</translation>
  </message>
  <message>
   <source>With pseudonyms of authors</source>
   <translation>带作者化名</translation>
  </message>
  <message>
   <source>With {count} pairs of control points a mistake in them cannot show; give more, best of all four.</source>
   <translation>只有 {count} 对控制点时，其中的错误无法显现；请再多给几对，最好四对以上。</translation>
  </message>
  <message>
   <source>Working days</source>
   <translation>工作日</translation>
  </message>
  <message>
   <source>Write into field</source>
   <translation>写入字段</translation>
  </message>
  <message>
   <source>Write this table for Excel or WPS</source>
   <translation>导出本表，供 Excel 或 WPS 使用</translation>
  </message>
  <message>
   <source>Writes a ZIP for public display: one web page that opens by a double click, the public sheet, a GeoPackage and a manifest. Only listed kinds and columns leave; RELEASE names further kinds, by their words, separated by commas. Real coordinates need a map approval number or a recorded exemption. The report says what was left out and why; it is for you.</source>
   <translation>写出用于公示的 ZIP：一个双击即开的网页、公开版布局图、一个 GeoPackage 和文件清单。只有列入清单的类别和字段会公开；“要公开的内部类别”（RELEASE）可再加其他类别，写类别代词，用英文逗号分隔。真实坐标需要审图号或已登记的免审图理由。报告说明哪些内容没有公开及原因；报告只给您看。</translation>
  </message>
  <message>
   <source>Writes comments or proposals as XLSX, CSV or GeoJSON. “plain” has one a row; “answer_table” is the table of what became of them, identical ones counted; “entry_form” is an empty form with dropdowns for typing in what came on paper, to be imported again. Personal data in texts are masked, and people are named by pseudonyms or not at all.</source>
   <translation>把意见或提案写成 XLSX、CSV 或 GeoJSON。“plain”每行一条；“answer_table”是意见采纳情况表，相同意见合并计数；“entry_form”是带下拉选项的空白意见录入表，用来录入纸质意见后再导入。文字中的个人信息会遮蔽，人只以化名出现，或完全不出现。</translation>
  </message>
  <message>
   <source>Written to {file}</source>
   <translation>已写入 {file}</translation>
  </message>
  <message>
   <source>Yes, renumber although published</source>
   <translation>是，虽已公布仍重新编号</translation>
  </message>
  <message>
   <source>You had changed these items, which the sheet no longer has: {names}.</source>
   <translation>以下项目您曾改动，但图上已不再有：{names}。</translation>
  </message>
  <message>
   <source>Your changes to the layout were kept: {names}.</source>
   <translation>您对布局的改动已保留：{names}。</translation>
  </message>
  <message>
   <source>a local grid: give control points</source>
   <translation>独立坐标系：请给出控制点</translation>
  </message>
  <message>
   <source>a zone of UTM</source>
   <translation>UTM 分带</translation>
  </message>
  <message>
   <source>added</source>
   <translation>新增</translation>
  </message>
  <message>
   <source>affine</source>
   <translation>仿射变换</translation>
  </message>
  <message>
   <source>along the drawn line</source>
   <translation>沿所画路线</translation>
  </message>
  <message>
   <source>altered</source>
   <translation>改动</translation>
  </message>
  <message>
   <source>and {n} more</source>
   <translation>还有 {n} 条</translation>
  </message>
  <message>
   <source>as CASS writes it</source>
   <translation>按 CASS 的惯例</translation>
  </message>
  <message>
   <source>as its codes say</source>
   <translation>按地物编码</translation>
  </message>
  <message>
   <source>as points with their name</source>
   <translation>按带名称的点</translation>
  </message>
  <message>
   <source>as the drawing says</source>
   <translation>图中如此声明</translation>
  </message>
  <message>
   <source>as the file itself suggests</source>
   <translation>由文件自身判断</translation>
  </message>
  <message>
   <source>as the file says</source>
   <translation>按文件说明</translation>
  </message>
  <message>
   <source>asks: {questions}</source>
   <translation>待回答：{questions}</translation>
  </message>
  <message>
   <source>centimetres</source>
   <translation>厘米</translation>
  </message>
  <message>
   <source>changed</source>
   <translation>已修改</translation>
  </message>
  <message>
   <source>chosen by you</source>
   <translation>由您选定</translation>
  </message>
  <message>
   <source>clockwise, along the boundary</source>
   <translation>顺时针（沿边界法）</translation>
  </message>
  <message>
   <source>clockwise, clock hand</source>
   <translation>顺时针（钟针法）</translation>
  </message>
  <message>
   <source>clockwise, each compound by a method of its own</source>
   <translation>顺时针（各小区方法不同）</translation>
  </message>
  <message>
   <source>comments: {n}</source>
   <translation>{n} 条</translation>
  </message>
  <message>
   <source>compounds: {n}</source>
   <translation>{n} 个小区</translation>
  </message>
  <message>
   <source>construction line without end</source>
   <translation>无限长的构造线</translation>
  </message>
  <message>
   <source>could not be read</source>
   <translation>读不出来</translation>
  </message>
  <message>
   <source>cp1251 (Cyrillic)</source>
   <translation>cp1251（西里尔文）</translation>
  </message>
  <message>
   <source>cp1252 (Western European)</source>
   <translation>cp1252（西欧）</translation>
  </message>
  <message>
   <source>cp949 (Korean)</source>
   <translation>cp949（韩文）</translation>
  </message>
  <message>
   <source>decimetres</source>
   <translation>分米</translation>
  </message>
  <message>
   <source>dimension; the lines it measures are in</source>
   <translation>尺寸标注；所标的线已导入</translation>
  </message>
  <message>
   <source>east before north</source>
   <translation>先东后北</translation>
  </message>
  <message>
   <source>entrances: {n}</source>
   <translation>{n} 个出入口</translation>
  </message>
  <message>
   <source>error</source>
   <translation>错误</translation>
  </message>
  <message>
   <source>every {n}th is drawn</source>
   <translation>每 {n} 个画 1 个</translation>
  </message>
  <message>
   <source>features: {n}</source>
   <translation>{n} 个要素</translation>
  </message>
  <message>
   <source>feet</source>
   <translation>英尺</translation>
  </message>
  <message>
   <source>frozen</source>
   <translation>冻结</translation>
  </message>
  <message>
   <source>geometry that cannot be read</source>
   <translation>无法读取的几何图形</translation>
  </message>
  <message>
   <source>gone</source>
   <translation>消失</translation>
  </message>
  <message>
   <source>hatch without a closed outline</source>
   <translation>填充没有闭合边界</translation>
  </message>
  <message>
   <source>households: {n}</source>
   <translation>{n} 户</translation>
  </message>
  <message>
   <source>imported on {day}, {n} % of the ground in common</source>
   <translation>{day} 导入，范围重合 {n} %</translation>
  </message>
  <message>
   <source>in an order of your own</source>
   <translation>自定顺序</translation>
  </message>
  <message>
   <source>inches</source>
   <translation>英寸</translation>
  </message>
  <message>
   <source>internal: {n}</source>
   <translation>保留（内部）{n} 处</translation>
  </message>
  <message>
   <source>its headings say so</source>
   <translation>表头如此说明</translation>
  </message>
  <message>
   <source>kilometres</source>
   <translation>千米</translation>
  </message>
  <message>
   <source>kind of entity that is not known</source>
   <translation>未知类型的图元</translation>
  </message>
  <message>
   <source>layer was not chosen</source>
   <translation>图层未选</translation>
  </message>
  <message>
   <source>metres</source>
   <translation>米</translation>
  </message>
  <message>
   <source>millimetres</source>
   <translation>毫米</translation>
  </message>
  <message>
   <source>mirrored</source>
   <translation>成镜像</translation>
  </message>
  <message>
   <source>moved</source>
   <translation>移位</translation>
  </message>
  <message>
   <source>no boundary yet</source>
   <translation>还没有边界</translation>
  </message>
  <message>
   <source>no comments yet</source>
   <translation>还没有意见</translation>
  </message>
  <message>
   <source>no length or area, or no position</source>
   <translation>没有长度、面积或位置</translation>
  </message>
  <message>
   <source>no places yet</source>
   <translation>还没有场所</translation>
  </message>
  <message>
   <source>no plausible size</source>
   <translation>大小不合理</translation>
  </message>
  <message>
   <source>no proposals yet</source>
   <translation>还没有提案</translation>
  </message>
  <message>
   <source>no survey yet</source>
   <translation>还没有测绘底图</translation>
  </message>
  <message>
   <source>nobody said so: it was taken for that of the community</source>
   <translation>无人说明：当作与社区相同</translation>
  </message>
  <message>
   <source>north and east were swapped in the drawing</source>
   <translation>图上北、东坐标对调了</translation>
  </message>
  <message>
   <source>north and east were swapped in the known coordinates</source>
   <translation>已知坐标的北、东对调了</translation>
  </message>
  <message>
   <source>north before east</source>
   <translation>先北后东</translation>
  </message>
  <message>
   <source>not drawn</source>
   <translation>未出图</translation>
  </message>
  <message>
   <source>not imported</source>
   <translation>未导入</translation>
  </message>
  <message>
   <source>not known</source>
   <translation>不认识</translation>
  </message>
  <message>
   <source>not likely there</source>
   <translation>不大可能在那里</translation>
  </message>
  <message>
   <source>not numbered yet</source>
   <translation>还没有编号</translation>
  </message>
  <message>
   <source>not published</source>
   <translation>未公布</translation>
  </message>
  <message>
   <source>not set</source>
   <translation>未设置</translation>
  </message>
  <message>
   <source>nothing is compared or taken away</source>
   <translation>不作比较，也不移除任何内容</translation>
  </message>
  <message>
   <source>numbered places: {n}</source>
   <translation>已编号的场所 {n} 处</translation>
  </message>
  <message>
   <source>object only the program that made it can read</source>
   <translation>只有原软件能读的对象</translation>
  </message>
  <message>
   <source>off</source>
   <translation>关闭</translation>
  </message>
  <message>
   <source>one is renewed when half of its objects or more are in this one too</source>
   <translation>其对象有一半以上也出现在本图中时予以更新</translation>
  </message>
  <message>
   <source>one of the central meridians; the easting does not say which</source>
   <translation>中央子午线之一；东坐标看不出是哪条</translation>
  </message>
  <message>
   <source>one pair contradicts all others and was left out</source>
   <translation>有一对点与其余矛盾，已剔除</translation>
  </message>
  <message>
   <source>only so do its numbers make sense</source>
   <translation>只有这样，数值才合理</translation>
  </message>
  <message>
   <source>or a layer of entrances</source>
   <translation>或出入口图层</translation>
  </message>
  <message>
   <source>overlaps what is there by {n} %</source>
   <translation>与已有内容重叠 {n} %</translation>
  </message>
  <message>
   <source>own</source>
   <translation>自定义</translation>
  </message>
  <message>
   <source>part whose whole is missing</source>
   <translation>零散部件，所属整体缺失</translation>
  </message>
  <message>
   <source>picture or sheet laid underneath</source>
   <translation>图片或底图</translation>
  </message>
  <message>
   <source>proposals: {n}</source>
   <translation>{n} 件</translation>
  </message>
  <message>
   <source>public: {n}</source>
   <translation>公开 {n} 处</translation>
  </message>
  <message>
   <source>published</source>
   <translation>已公布</translation>
  </message>
  <message>
   <source>puts the site at {lon}°, {lat}°</source>
   <translation>场地位于 {lon}°，{lat}°</translation>
  </message>
  <message>
   <source>reading… {n} %</source>
   <translation>读取中… {n} %</translation>
  </message>
  <message>
   <source>ready</source>
   <translation>就绪</translation>
  </message>
  <message>
   <source>released comments: {n}</source>
   <translation>公开意见 {n} 条</translation>
  </message>
  <message>
   <source>residuals, scale and rotation are shown</source>
   <translation>会给出残差、比例和旋转角</translation>
  </message>
  <message>
   <source>row without geometry</source>
   <translation>没有几何的行</translation>
  </message>
  <message>
   <source>row without two coordinates</source>
   <translation>没有两个坐标的行</translation>
  </message>
  <message>
   <source>sign from a font file that is not part of the drawing</source>
   <translation>字形文件里的符号，不在图纸内</translation>
  </message>
  <message>
   <source>similarity</source>
   <translation>相似变换</translation>
  </message>
  <message>
   <source>so few pairs fit always: a mistake would not show</source>
   <translation>点对太少，必然吻合：有错也看不出</translation>
  </message>
  <message>
   <source>stands on a paper layout, not on the map</source>
   <translation>在图纸布局里，不在地图上</translation>
  </message>
  <message>
   <source>straight pieces, at most {m} m from the curve</source>
   <translation>以折线表示，与曲线相差不超过 {m} 米</translation>
  </message>
  <message>
   <source>suggested</source>
   <translation>建议</translation>
  </message>
  <message>
   <source>surface made of many facets</source>
   <translation>由许多小面组成的曲面</translation>
  </message>
  <message>
   <source>switched off</source>
   <translation>停用</translation>
  </message>
  <message>
   <source>table</source>
   <translation>表格</translation>
  </message>
  <message>
   <source>taken apart into what they hold</source>
   <translation>分解为内含图元</translation>
  </message>
  <message>
   <source>template of a block's attribute</source>
   <translation>图块属性的模板</translation>
  </message>
  <message>
   <source>text without letters</source>
   <translation>没有内容的文字</translation>
  </message>
  <message>
   <source>texts are {length} high</source>
   <translation>文字高 {length}</translation>
  </message>
  <message>
   <source>the bad pair is {name}</source>
   <translation>有问题的点是 {name}</translation>
  </message>
  <message>
   <source>the community's own</source>
   <translation>与社区相同</translation>
  </message>
  <message>
   <source>the easting begins with zone {zone}</source>
   <translation>东坐标以带号 {zone} 开头</translation>
  </message>
  <message>
   <source>the pairs do not agree to 5 cm</source>
   <translation>各点对相差超过 5 厘米</translation>
  </message>
  <message>
   <source>the scale is not 1 : 1</source>
   <translation>比例不是 1:1</translation>
  </message>
  <message>
   <source>the site is {length} wide</source>
   <translation>场地宽 {length}</translation>
  </message>
  <message>
   <source>three-dimensional body</source>
   <translation>三维实体</translation>
  </message>
  <message>
   <source>waiting</source>
   <translation>等待</translation>
  </message>
  <message>
   <source>warning</source>
   <translation>提醒</translation>
  </message>
  <message>
   <source>window onto the map on a paper layout</source>
   <translation>图纸布局里的视口</translation>
  </message>
  <message>
   <source>with north and east exchanged</source>
   <translation>北、东坐标对调</translation>
  </message>
  <message>
   <source>{block} is another drawing that is only referred to; import its own file.</source>
   <translation>{block} 是外部参照；请导入它自己的文件。</translation>
  </message>
  <message>
   <source>{compounds} has more than one main entrance; leave one of them marked.</source>
   <translation>{compounds} 的主入口不止一个；请只保留一个。</translation>
  </message>
  <message>
   <source>{compounds} has no entrance: give ENTRANCES or ENTRANCE, or set one on the map.</source>
   <translation>{compounds} 没有出入口：请给出 ENTRANCES 或 ENTRANCE，或在图上设定。</translation>
  </message>
  <message>
   <source>{compound} has no line to walk along; draw one and give it as LOOP.</source>
   <translation>{compound} 没有行走路线；请画一条，并作为 LOOP 给出。</translation>
  </message>
  <message>
   <source>{crs} does not measure the plane in metres; choose a projected CRS in metres.</source>
   <translation>{crs} 不以米度量平面；请选择以米为单位的投影坐标系。</translation>
  </message>
  <message>
   <source>{crs} measures in degrees; choose a projected CRS in metres such as EPSG:4549, or local.</source>
   <translation>{crs} 以度为单位；请选择以米为单位的投影坐标系，如 EPSG:4549，或 local。</translation>
  </message>
  <message>
   <source>{crs} with north and east exchanged</source>
   <translation>{crs}，东、北坐标对调</translation>
  </message>
  <message>
   <source>{file} breaks off before its end; copy or export it again.</source>
   <translation>{file} 不完整，中途断掉；请重新复制或导出。</translation>
  </message>
  <message>
   <source>{file} cannot be made; choose another file or format for OUTPUT.</source>
   <translation>{file} 无法建立；请为输出（OUTPUT）另选文件或格式。</translation>
  </message>
  <message>
   <source>{file} cannot be read as a survey; choose a DXF, a point list or a vector file that QGIS reads.</source>
   <translation>{file} 无法作为测绘图读取；请选择 DXF、点文件或 QGIS 能读取的矢量文件。</translation>
  </message>
  <message>
   <source>{file} cannot be written in that form; let its name end in {known}.</source>
   <translation>{file} 不能以这种格式写出；请让文件名以 {known} 结尾。</translation>
  </message>
  <message>
   <source>{file} cannot be written: {why}</source>
   <translation>无法写入 {file}：{why}</translation>
  </message>
  <message>
   <source>{file} cannot be written; choose a folder you may write to.</source>
   <translation>{file} 无法写入；请选择有写入权限的文件夹。</translation>
  </message>
  <message>
   <source>{file} does not say in which datum its positions are, and there is no boundary to tell by; set the site first, or set DATUM.</source>
   <translation>{file} 没有说明位置的坐标基准，又没有边界可供判断；请先设定边界，或指定坐标基准（DATUM）。</translation>
  </message>
  <message>
   <source>{file} does not say in which datum its positions are; inside the boundary would lie: {shares}. Set DATUM to the right one.</source>
   <translation>{file} 没有说明位置的坐标基准；按各基准落在边界内的比例：{shares}。请在 DATUM 中选择正确的一个。</translation>
  </message>
  <message>
   <source>{file} does not say where it lies: put its world file (.jgw, .tfw, .pgw) beside it, or place it with QGIS's Georeferencer first.</source>
   <translation>{file} 没有位置信息：请把坐标文件（.jgw、.tfw、.pgw）放在它旁边，或先用 QGIS 的地理配准工具配准。</translation>
  </message>
  <message>
   <source>{file} exists and is not a Commonplan community; choose another folder or name.</source>
   <translation>{file} 已存在，且不是本插件的社区文件；请另选文件夹或名称。</translation>
  </message>
  <message>
   <source>{file} has no map on its pages that is 40 mm or more in width and height; give the map of the template the item id “map”.</source>
   <translation>{file} 的页面上没有宽高各 40 毫米以上的地图；请把模板中地图的元素 ID 设为“map”。</translation>
  </message>
  <message>
   <source>{file} has no sheet {sheet}; it has: {known}.</source>
   <translation>{file} 没有工作表 {sheet}；有：{known}。</translation>
  </message>
  <message>
   <source>{file} has none of the columns of this table; export it first, and edit that file.</source>
   <translation>{file} 中没有本表的任何一列；请先导出本表，再编辑导出的文件。</translation>
  </message>
  <message>
   <source>{file} holds no coordinates: row {row} is “{text}”, where a point list has no, code, east, north, height.</source>
   <translation>{file} 中没有坐标：第 {row} 行为“{text}”，而点文件每行应为 点号、代码、东坐标、北坐标、高程。</translation>
  </message>
  <message>
   <source>{file} holds no entities section; export the drawing again.</source>
   <translation>{file} 没有图元段（ENTITIES）；请重新导出图形。</translation>
  </message>
  <message>
   <source>{file} holds no survey yet; import one first, or give a layer as INPUT.</source>
   <translation>{file} 还没有测绘底图；请先导入，或用图层作为输入（INPUT）。</translation>
  </message>
  <message>
   <source>{file} holds no table; choose a file with a heading and rows.</source>
   <translation>{file} 中没有表格；请选择有表头和数据行的文件。</translation>
  </message>
  <message>
   <source>{file} is a DWG drawing, which needs a QGIS with Python {needed} or newer; save it as DXF and import that.</source>
   <translation>{file} 是 DWG 图形，读取它需要 Python {needed} 或更新版本的 QGIS；请另存为 DXF 后再导入。</translation>
  </message>
  <message>
   <source>{file} is a DWG drawing; save it as DXF in your CAD program and import that.</source>
   <translation>{file} 是 DWG 图；请在 CAD 软件中另存为 DXF 再导入。</translation>
  </message>
  <message>
   <source>{file} is a DWG of a release ({release}) that cannot be read whole. Save it as DWG 2000 or newer, or as DXF, and import that.</source>
   <translation>{file} 的 DWG 版本（{release}）无法完整读取。请另存为 2000 或更新版本的 DWG，或存为 DXF 后再导入。</translation>
  </message>
  <message>
   <source>{file} is a community and would be lost; write OUTPUT to another file.</source>
   <translation>{file} 是社区文件，写入会使其丢失；请把输出（OUTPUT）写到别的文件。</translation>
  </message>
  <message>
   <source>{file} is being written by another program; close it there and try again.</source>
   <translation>另一个程序正在写入 {file}；请在那里关闭后再试。</translation>
  </message>
  <message>
   <source>{file} is damaged ({problem}); export it again.</source>
   <translation>{file} 已损坏（{problem}）；请重新导出。</translation>
  </message>
  <message>
   <source>{file} is damaged at row {row} ({problem}); open it, save it again, and import that.</source>
   <translation>{file} 在第 {row} 行损坏（{problem}）；请打开后重新保存，再导入。</translation>
  </message>
  <message>
   <source>{file} is damaged; “Restore a backup” makes it anew from the newest copy in “backups” beside it.</source>
   <translation>{file} 已损坏；“恢复备份”会用旁边 backups 文件夹中最新的备份重建它。</translation>
  </message>
  <message>
   <source>{file} is empty; choose another file.</source>
   <translation>{file} 是空文件；请另选文件。</translation>
  </message>
  <message>
   <source>{file} is in Excel's old format; save it as XLSX and import that.</source>
   <translation>{file} 是旧版 Excel 格式；请另存为 XLSX 再导入。</translation>
  </message>
  <message>
   <source>{file} is in another coordinate system than this community; choose one of its own copies.</source>
   <translation>{file} 的坐标系与本社区不同；请选择本社区自己的备份。</translation>
  </message>
  <message>
   <source>{file} is no DXF drawing, whatever its name; choose the drawing itself.</source>
   <translation>{file} 无论叫什么名字都不是 DXF 图；请选择真正的图形文件。</translation>
  </message>
  <message>
   <source>{file} is no file a sheet can be written to; end its name in one of {formats}.</source>
   <translation>{file} 不是可写出图纸的格式；请让文件名以 {formats} 之一结尾。</translation>
  </message>
  <message>
   <source>{file} is no image that QGIS can read; save it as GeoTIFF or JPEG.</source>
   <translation>{file} 不是 QGIS 能读取的影像；请另存为 GeoTIFF 或 JPEG。</translation>
  </message>
  <message>
   <source>{file} is no layout template that QGIS can read; save one as .qpt from the layout designer.</source>
   <translation>{file} 不是 QGIS 能读取的布局模板；请在布局设计器中另存为 .qpt。</translation>
  </message>
  <message>
   <source>{file} is not a Commonplan community; choose the .gpkg of a community folder.</source>
   <translation>{file} 不是本插件的社区文件；请选择社区文件夹里的 .gpkg。</translation>
  </message>
  <message>
   <source>{file} is not a table that can be read; save it as XLSX, CSV, ODS, GeoJSON or GeoPackage.</source>
   <translation>{file} 不是能读取的表格；请另存为 XLSX、CSV、ODS、GeoJSON 或 GeoPackage。</translation>
  </message>
  <message>
   <source>{file} is open elsewhere; close it, or write to another file.</source>
   <translation>{file} 正在别处打开；请关闭它，或写到别的文件。</translation>
  </message>
  <message>
   <source>{file} is read as {parameter}; write OUTPUT to another file.</source>
   <translation>{file} 正作为 {parameter} 读取；请把输出（OUTPUT）写到别的文件。</translation>
  </message>
  <message>
   <source>{file} is the community itself; choose the file with the comments.</source>
   <translation>{file} 是社区文件本身；请选择存放意见的文件。</translation>
  </message>
  <message>
   <source>{file} is there already, from another image; rename yours, or link to it instead of copying.</source>
   <translation>{file} 已存在，是另一幅影像的文件；请把您的影像改名，或改为链接。</translation>
  </message>
  <message>
   <source>{file} unpacks to more than a table of comments can be; it was not read.</source>
   <translation>{file} 解压后大得不像一张意见表；没有读取。</translation>
  </message>
  <message>
   <source>{file} was changed by somebody else meanwhile; nothing was written, run it again.</source>
   <translation>{file} 在此期间已被他人改动；本次未写入任何内容，请重新运行。</translation>
  </message>
  <message>
   <source>{file} was made by a newer Commonplan (format {version}, this one knows {ours}); update the plugin.</source>
   <translation>{file} 由更新版本的插件建立（格式 {version}，本版本只认识 {ours}）；请升级插件。</translation>
  </message>
  <message>
   <source>{file} would fetch {address} from a network while the sheet is drawn; let the template name a file, or embed it.</source>
   <translation>绘制布局图时 {file} 会从网络读取 {address}；请在模板中改用本地文件，或将其嵌入。</translation>
  </message>
  <message>
   <source>{folder} is a temporary folder, which QGIS deletes when it is closed; keep the community with “Save a copy…”, or make it anew in a folder of its own.</source>
   <translation>{folder} 是临时文件夹，QGIS 关闭时会删除；请用“另存副本…”保存这个社区，或在专用文件夹中重新新建。</translation>
  </message>
  <message>
   <source>{imported} imported, {duplicates} there already, {rejected} rejected, {linked} linked.</source>
   <translation>导入 {imported} 条，先前已有 {duplicates} 条，未接受 {rejected} 条，已对应 {linked} 条。</translation>
  </message>
  <message>
   <source>{imported} in, {skipped} left out</source>
   <translation>导入 {imported}，未导入 {skipped}</translation>
  </message>
  <message>
   <source>{imported} of {found} entities imported; {skipped} left out</source>
   <translation>图元 {found} 个，导入 {imported} 个，未导入 {skipped} 个</translation>
  </message>
  <message>
   <source>{imported} of {found} entities imported; {skipped} left out, as the report says.</source>
   <translation>共 {found} 个图元，导入 {imported} 个；{skipped} 个未导入，见报告。</translation>
  </message>
  <message>
   <source>{km2} km² with all surveys of the community</source>
   <translation>连同社区全部测绘图共 {km2} 平方千米</translation>
  </message>
  <message>
   <source>{lat}° N {lon}° E</source>
   <translation>北纬 {lat}° 东经 {lon}°</translation>
  </message>
  <message>
   <source>{layer} belongs to a community; number its places with the preview in the Commonplan panel.</source>
   <translation>“{layer}”属于某个社区；请在“社区共绘”面板中用预览为场所编号。</translation>
  </message>
  <message>
   <source>{layer} cannot be edited; save it as a layer of your own first.</source>
   <translation>“{layer}”不能编辑；请先另存为自己的图层。</translation>
  </message>
  <message>
   <source>{length} from what is there</source>
   <translation>距已有内容 {length}</translation>
  </message>
  <message>
   <source>{method} (groups: {groups}).</source>
   <translation>{method}（{groups} 组）。</translation>
  </message>
  <message>
   <source>{method}, RMSE {rmse} m, scale {scale}, turned by {rotation}°.</source>
   <translation>{method}，中误差 {rmse} 米，比例 {scale}，旋转 {rotation}°。</translation>
  </message>
  <message>
   <source>{method}, as asked.</source>
   <translation>{method}，按要求。</translation>
  </message>
  <message>
   <source>{method}, as in the run before.</source>
   <translation>{method}，与上一次相同。</translation>
  </message>
  <message>
   <source>{name} and {other} overlap by {area} m².</source>
   <translation>{name} 与 {other} 重叠 {area} 平方米。</translation>
  </message>
  <message>
   <source>{name} has no main entrance.</source>
   <translation>{name} 没有主入口。</translation>
  </message>
  <message>
   <source>{name} has {count} main entrances.</source>
   <translation>{name} 有 {count} 个主入口。</translation>
  </message>
  <message>
   <source>{n} % reads like text</source>
   <translation>{n} % 像正常文字</translation>
  </message>
  <message>
   <source>{n} change</source>
   <translation>{n} 个变更</translation>
  </message>
  <message>
   <source>{n} confirmed</source>
   <translation>已确认 {n} 处</translation>
  </message>
  <message>
   <source>{n} given up</source>
   <translation>{n} 个停用</translation>
  </message>
  <message>
   <source>{n} km</source>
   <translation>{n} 千米</translation>
  </message>
  <message>
   <source>{n} m</source>
   <translation>{n} 米</translation>
  </message>
  <message>
   <source>{n} mm</source>
   <translation>{n} 毫米</translation>
  </message>
  <message>
   <source>{n} more are not shown here; the saved report has all of them.</source>
   <translation>另有 {n} 条未在此显示；保存的报告中全部列出。</translation>
  </message>
  <message>
   <source>{n} more places</source>
   <translation>另增 {n} 处场所</translation>
  </message>
  <message>
   <source>{n} new</source>
   <translation>{n} 个新增</translation>
  </message>
  <message>
   <source>{n} not imported</source>
   <translation>{n} 个未导入</translation>
  </message>
  <message>
   <source>{n} numbered</source>
   <translation>已编号 {n} 处</translation>
  </message>
  <message>
   <source>{n} objects</source>
   <translation>{n} 个对象</translation>
  </message>
  <message>
   <source>{n} of {all} rows</source>
   <translation>{n} / {all} 行</translation>
  </message>
  <message>
   <source>{n} stay</source>
   <translation>{n} 个不变</translation>
  </message>
  <message>
   <source>{n} to check</source>
   <translation>{n} 处待核对</translation>
  </message>
  <message>
   <source>{n} unanswered</source>
   <translation>{n} 条未答复</translation>
  </message>
  <message>
   <source>{n} without a place</source>
   <translation>{n} 条无法定位</translation>
  </message>
  <message>
   <source>{n} without a responsible party</source>
   <translation>{n} 件待认定责任单位</translation>
  </message>
  <message>
   <source>{n} without one main entrance</source>
   <translation>{n} 个小区没有（唯一的）主入口</translation>
  </message>
  <message>
   <source>{old} until {day}: now {place}</source>
   <translation>{old}（用至 {day}）：现为 {place}</translation>
  </message>
  <message>
   <source>{old}: given up {day}, its place is gone</source>
   <translation>{old}：{day} 停用，场所已不存在</translation>
  </message>
  <message>
   <source>{old}: given up {day}, was {place}</source>
   <translation>{old}：{day} 停用，原为 {place}</translation>
  </message>
  <message>
   <source>{page}: 1:{scale}</source>
   <translation>{page}：1:{scale}</translation>
  </message>
  <message>
   <source>{parameter} has no CRS: taken to be in {crs}.</source>
   <translation>{parameter} 没有坐标系：按 {crs} 处理。</translation>
  </message>
  <message>
   <source>{parameter} is not a position; write it as “x,y [EPSG:…]”.</source>
   <translation>{parameter} 不是有效的位置；请写成“x,y [EPSG:…]”。</translation>
  </message>
  <message>
   <source>{place} ({km} km from {city})</source>
   <translation>{place}（距{city} {km} 千米）</translation>
  </message>
  <message>
   <source>{p} points, {l} lines, {a} areas, {t} texts; {c} with a code</source>
   <translation>点 {p}、线 {l}、面 {a}、文字 {t}；{c} 个有代码</translation>
  </message>
  <message>
   <source>{sheet} has no room for all places on one map, so these were divided into sections: {names}. On {larger} each fits on one map.</source>
   <translation>{sheet} 图幅在一张图上排不下全部场所，以下图已分幅：{names}。用 {larger} 图幅各自可排在一张上。</translation>
  </message>
  <message>
   <source>{sheet}, landscape</source>
   <translation>{sheet} 横幅</translation>
  </message>
  <message>
   <source>{sheet}, portrait</source>
   <translation>{sheet} 竖幅</translation>
  </message>
  <message>
   <source>{table}: {count} × {reason}</source>
   <translation>{table}：{count} × {reason}</translation>
  </message>
  <message>
   <source>{text} are no wind frequencies; give 8 or 16 per cents from the north on, clockwise, that sum to 100 at most.</source>
   <translation>{text} 不是风向频率；请从正北起顺时针给出 8 个或 16 个百分数，合计不超过 100。</translation>
  </message>
  <message>
   <source>{text} is no address of a web page; it begins with https:// or http://.</source>
   <translation>{text} 不是网页地址；网页地址以 https:// 或 http:// 开头。</translation>
  </message>
  <message>
   <source>{text} is no date; write it as 2026-11-27.</source>
   <translation>{text} 不是日期；请写成 2026-11-27。</translation>
  </message>
  <message>
   <source>{text} is no number of days; give a whole number from 1 to {most}.</source>
   <translation>{text} 不是天数；请给 1 到 {most} 的整数。</translation>
  </message>
  <message>
   <source>{text} is no way to count days; it is calendar or working.</source>
   <translation>{text} 不是计算天数的方式；应为 calendar（自然日）或 working（工作日）。</translation>
  </message>
  <message>
   <source>{text} is none of the choices: {choices}.</source>
   <translation>{text} 不在可选之列：{choices}。</translation>
  </message>
  <message>
   <source>{title} ({word})</source>
   <translation>{title}（{word}）</translation>
  </message>
  <message>
   <source>{what} is missing ({source}).</source>
   <translation>缺少{what}（{source}）。</translation>
  </message>
  <message>
   <source>{what}: {n} of {all} buildings are more than {radius} m away ({source}).</source>
   <translation>{what}：{all} 栋楼中有 {n} 栋超出 {radius} m（{source}）。</translation>
  </message>
  <message>
   <source>{what}: {size} m² at the most, {minimum} m² are asked for ({source}).</source>
   <translation>{what}：最大 {size} m²，要求 {minimum} m²（{source}）。</translation>
  </message>
  <message>
   <source>“{crs}” is no CRS that can be read; write a code such as EPSG:4549, or local.</source>
   <translation>“{crs}”不是能识别的坐标系；请填写代码，如 EPSG:4549，或 local。</translation>
  </message>
  <message>
   <source>“{name}” of the template is too small for lines of the index; make it wider and higher.</source>
   <translation>模板中的“{name}”太小，放不下索引的行；请将其加宽、加高。</translation>
  </message>
  <message>
   <source>“{text}” can mean several buildings; imported without one.</source>
   <translation>“{text}”可能指多个楼栋；已导入，但未对应楼栋。</translation>
  </message>
  <message>
   <source>“{text}” can mean several places; imported without a place.</source>
   <translation>“{text}”可能指多个场所；已导入，但未对应场所。</translation>
  </message>
  <message>
   <source>“{text}” does not say what is drawn on a layer; write name=building.</source>
   <translation>“{text}”没有说明图层上画的是什么，请写成“图层名=房屋”。</translation>
  </message>
  <message>
   <source>“{text}” holds the word {word}.</source>
   <translation>“{text}”含有“{word}”一词。</translation>
  </message>
  <message>
   <source>“{value}” is neither empty, “no”, nor a width in metres.</source>
   <translation>“{value}”既不是空、“no”，也不是以米计的宽度。</translation>
  </message>
  <message>
   <source>“{value}” is no day; write it as 2027-01-01.</source>
   <translation>“{value}”不是日期；请写成 2027-01-01 的形式。</translation>
  </message>
  <message>
   <source>“{value}” is no number from {least} to {most}.</source>
   <translation>“{value}”不是 {least} 到 {most} 之间的数。</translation>
  </message>
  <message>
   <source>“{value}” is no tag; write it as key=value, several joined by |.</source>
   <translation>“{value}”不是标签；请写成 键=值，多个用 | 分隔。</translation>
  </message>
  <message>
   <source>“{value}” is no word for a kind: small letters a–z, digits and _ only.</source>
   <translation>“{value}”不能作类别标识：只能用小写字母 a–z、数字和 _。</translation>
  </message>
  <message>
   <source>“{value}” is none of the values for this column; choose one from the list.</source>
   <translation>“{value}”不是本列可用的值；请从列表中选择。</translation>
  </message>
  <message>
   <source>“{value}” suggests {zh} ({en}) already; a word or tag suggests one kind only: take it out there.</source>
   <translation>“{value}”已用于判定为{zh}（{en}）；一个词语或标签只能判定为一个类别，请先在那里去掉。</translation>
  </message>
  <message>
   <source>“{word}” is not known in column {column}; left open.</source>
   <translation>{column} 列中的“{word}”无法识别；留空。</translation>
  </message>
 </context>
</TS>
