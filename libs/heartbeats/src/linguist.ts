/**
 * Languages as GitHub Linguist spells them, a line each: name, other spellings, extensions, names of files, colour, id; apart by tabs, in lists
 * by spaces.
 * Made by `npm run languages` from linguist-languages (MIT). Do not edit.
 */
export const LINGUIST = `
1C Enterprise		bsl os		#814CCC	0
2-Dimensional Array		2da		#38761D	387204628
4D		4dm		#004289	577529595
ABAP		abap		#E8274B	1
ABAP CDS		asddls		#555e25	452681853
ABNF		abnf			429
AGS Script	ags			#B9D9FF	2
AIDL		aidl		#34EB6B	451700185
AL		al		#3AA2B5	658971832
ALGOL		alg		#D1E0DB	79217948
AMPL		ampl		#E6EFBB	3
ANTLR		g4		#9DC3FF	4
API Blueprint		apib		#2ACCA8	5
APL		apl dyalog		#5A8164	6
ASL		asl dsl			124996147
ASN.1		asn asn1			7
ASP.NET	aspx aspx-vb	asax ascx ashx asmx aspx axd		#9400ff	564186416
ATS	ats2	dats hats sats		#1ac620	9
ActionScript	actionscript-3 actionscript3 as3	as		#882B0F	10
Ada	ada95 ada2005	adb ada ads		#02f88c	11
Adblock Filter List	ad-block-filters ad-block adb adblock			#800000	884614762
Adobe Font Metrics	acfm adobe-composite-font-metrics adobe-multiple-font-metrics amfm	afm		#fa0f00	147198098
Agda		agda		#315665	12
Aiken		ak		#640ff8	899409497
Aleo		aleo		#154BF9	566431048
Alloy		als		#64C800	13
Alpine Abuild	abuild apkbuild		APKBUILD	#0D597F	14
Altium Designer	altium	OutJob PcbDoc PrjPCB SchDoc		#A89663	187772328
AngelScript		angelscript		#C7D7DC	389477596
Answer Set Programming		lp		#A9CC29	433009171
Ant Build System			ant.xml build.xml	#A9157E	15
Antlers		antlers.html antlers.php antlers.xml		#ff269e	1067292663
ApacheConf	aconf apache	apacheconf vhost	.htaccess apache2.conf httpd.conf	#d12127	16
Apex		cls apex trigger		#1797c0	17
Apollo Guidance Computer		agc		#0B3D91	18
AppleScript	apples osascript	applescript scpt		#101F1F	19
Arc		arc		#aa2afe	20
AsciiDoc		asciidoc adoc asc		#73a0c5	22
AspectJ		aj		#a957b0	23
Assembly	asm nasm	asm a51 nasm s		#6E4C13	24
Astro		astro		#ff5a03	578209015
Asymptote		asy		#ff0000	591605007
Augeas		aug		#9CC134	25
AutoHotkey	ahk	ahk ah1 ah2 ahkl		#6594b9	26
AutoIt	au3 AutoIt3 AutoItScript	au3		#1C3552	27
Avro IDL		avdl		#0040FF	785497837
Awk		awk auk gawk mawk nawk		#c30e9b	28
B		b		#da7666	700792152
B (Formal Method)		mch		#8aa8c5	993355937
B4X	basic-for-android			#00e4ff	96642275
BAML		baml		#a855f7	502521509
BASIC		bas		#ff0000	28923963
BBCode		bbcode		#CAFF42	206921123
BIRD2	bird bird3		bird.conf	#b6d7e4	584191811
BQN		bqn		#2b7067	330386870
Ballerina		bal		#FF5000	720859680
Batchfile	bat batch dosbatch winbatch	bat cmd	gradlew.bat mvnw.cmd	#C1F12E	29
Beef				#a52f4e	545626333
Befunge		befunge			30
Berry	be	be		#15A13C	121855308
BibTeX		bib bibtex		#778899	982188347
BibTeX Style		bst			909569041
Bicep		bicep bicepparam		#519aba	321200902
Bikeshed		bs		#5562ac	1055528081
Bison		bison		#6A463F	31
BitBake		bb bbappend bbclass		#00bce4	32
Blade		blade blade.php		#f7523f	33
BlitzBasic	b3d blitz3d blitzplus bplus	decls		#00FFAE	34
BlitzMax	bmax	bmx		#cd6400	35
Blueprint	blp	blp		#3584E4	765545512
Bluespec	bluespec-bsv bsv	bsv		#12223c	36
Bluespec BH	bh bluespec-classic			#12223c	641580358
Boo		boo		#d4bec1	37
Boogie		bpl		#c80fa0	955017407
Brainfuck		bf		#2F2530	38
BrighterScript				#66AABB	943571030
Brightscript		brs		#662D91	39
Browserslist			.browserslistrc browserslist	#ffd539	153503348
Bru		bru		#F4AA41	906627898
BuildStream				#006bff	84359046
C		c cats h h.in idc		#555555	41
C#	csharp cake cakescript	cs cake cs.pp csx linq		#7355dd	42
C++	cpp	cpp c++ cc cppm cxx h++ hh hpp hxx inl ino ipp ixx tcc tpp txx		#f34b7d	43
C-ObjDump		c-objdump			44
C2hs Haskell	c2hs	chs			45
C3		c3		#2563eb	769248603
CAP CDS	cds	cds		#0092d1	390788699
CIL		cil			29176339
CLIPS		clp		#00A300	46
CMake		cmake cmake.in	CMakeLists.txt	#DA3434	47
COBOL		cob cbl ccp cobol cpy			48
CODEOWNERS			CODEOWNERS		321684729
COLLADA		dae		#F1A42B	49
CQL		cql		#006091	71155397
CSON		cson		#244776	424
CSS		css		#663399	50
CSV		csv		#237346	51
CUE		cue		#5886E1	356063509
CWeb		w		#00007a	657332628
Cabal Config	Cabal	cabal	cabal.config cabal.project	#483465	677095381
Caddyfile	Caddy	caddyfile	Caddyfile	#22b638	615465151
Cadence		cdc		#00ef8b	270184138
Cairo		cairo		#ff4a48	620599567
Cairo Zero				#ff4a48	891399890
CameLIGO		mligo		#3be133	829207807
Cangjie		cj		#00868B	581895317
Cap'n Proto		capnp		#c42727	52
Carbon		carbon		#222222	55627273
CartoCSS	Carto	mss			53
Ceylon		ceylon		#dfa535	54
Chapel	chpl	chpl		#8dc63f	55
Charity		ch			56
Checksums	checksum hash hashes sum sums	crc32 md2 md4 md5 sha1 sha2 sha224 sha256 sha256sum sha3 sha384 sha512	MD5SUMS SHA1SUMS SHA256SUMS SHA256SUMS.txt SHA512SUMS checksums.txt cksums md5sum.txt		372063053
ChucK		ck		#3f8000	57
Circom		circom		#707575	1042332086
Cirru		cirru		#ccccff	58
Clarion		clw		#db901e	59
Clarity		clar		#5546ff	91493841
Classic ASP	asp	asp		#6a40fd	8
Clean		icl dcl		#3F85AF	60
Click		click		#E4E6F3	61
Clojure		clj boot cl2 cljc cljs cljs.hl cljscm cljx hic	riemann.config	#db5855	62
Closure Templates	soy	soy		#0d948f	357046146
Cloud Firestore Security Rules			firestore.rules	#FFA000	407996372
Clue		clue		#0009b5	163763508
CoNLL-U	CoNLL CoNLL-X	conllu conll			421026389
CodeQL	ql	ql qll		#140f46	424259634
CoffeeScript	coffee coffee-script	coffee _coffee cjsx coffee.erb iced	Cakefile	#244776	63
ColdFusion	cfm cfml coldfusion-html	cfm cfml		#ed2cd6	64
ColdFusion CFC	cfc	cfc		#ed2cd6	65
Common Lisp	lisp	lisp asd cl lsp ny podsl sexp		#3fb68b	66
Common Workflow Language	cwl	cwl		#B5314C	988547172
Component Pascal		cp cps		#B0CE4E	67
Cooklang		cook		#E15A29	788037493
Cool					68
Cpp-ObjDump	c++-objdump	cppobjdump c++-objdump c++objdump cpp-objdump cxx-objdump			70
Creole		creole			71
Crystal		cr		#000100	72
Csound	csound-orc	orc udo		#1a1a1a	73
Csound Document	csound-csd	csd		#1a1a1a	74
Csound Score	csound-sco	sco		#1a1a1a	75
Cuda		cu cuh		#3A4E3A	77
Cue Sheet					942714150
Curry		curry		#531242	439829048
Cycript		cy			78
Cylc		cylc	suite.rc	#00b3fd	476447814
Cypher		cyp cypher		#34c0eb	850806976
Cython	pyrex	pyx pxd pxi		#fedf5b	79
D	Dlang	d di		#ba595e	80
D-ObjDump		d-objdump			81
D2	d2lang	d2		#526ee8	37531557
DIGITAL Command Language	dcl	com			82
DM	byond	dm		#447265	83
DNS Zone		zone arpa			84
DTrace	dtrace-script				85
Dafny		dfy		#FFEC25	969323346
Darcs Patch	dpatch	darcspatch dpatch		#8eff23	86
Dart		dart		#00B4AB	87
Daslang		das		#d3d3d3	648759486
DataWeave		dwl		#003a52	974514097
Debian Package Control File		dsc		#D70751	527438264
DenizenScript				#FBEE96	435000929
Dhall		dhall		#dfafff	793969321
Diff	udiff	diff patch			88
DirectX 3D File		x		#aace60	201049282
Dockerfile	Containerfile	dockerfile containerfile	Containerfile Dockerfile	#384d54	89
Dogescript		djs		#cca760	90
Dotenv		env	.env .env.ci .env.dev .env.development .env.development.local .env.example .env.local .env.prod .env.production .env.sample .env.staging .env.template .env.test .env.testing	#e5d559	111148035
Dune			dune-project	#89421e	754574151
Dylan		dylan dyl intr lid		#6c616e	91
E				#ccce35	92
E-mail	email eml mail mbox	eml mbox			529653389
EBNF		ebnf			430
ECL		ecl eclxml		#8a1267	93
ECLiPSe				#001d9d	94
EJS		ejs ect ejs.t jst		#a91e50	95
EQ		eq		#a78649	96
Eagle		sch			97
Earthly	Earthfile		Earthfile	#2af0ff	963512632
Easybuild		eb		#069406	342840477
Ecere Projects		epj		#913960	98
Ecmarkup	ecmarkdown			#eb8131	844766630
Edge		edge		#0dffe0	460509620
EdgeQL	esdl	edgeql esdl		#31A7FF	925235833
EditorConfig	editor-config	editorconfig	.editorconfig	#fff1f2	96139566
Edje Data Collection		edc			342840478
Eiffel		e		#4d6977	99
Elixir		ex exs	mix.lock	#6e4a7e	100
Elm		elm		#60B5CC	101
Elvish		elv		#55BB55	570996448
Elvish Transcript				#55BB55	452025714
Emacs Lisp	cask eask elisp emacs	el emacs emacs.desktop	.abbrev_defs .emacs .emacs.desktop .gnus .spacemacs .viper Cask Eask Project.ede _emacs abbrev_defs	#c065db	102
EmberScript		em emberscript		#FFF4F3	103
Erlang		erl app app.src escript hrl xrl yrl	Emakefile rebar.config rebar.config.lock rebar.lock	#B83998	104
Euphoria				#FF790B	880693982
F#	fsharp	fs fsi fsx		#b845fc	105
F*	fstar	fst fsti		#572e30	336943375
FIGlet Font	FIGfont	flf		#FFDDBB	686129783
FIRRTL		fir		#2f632f	906694254
FLUX		fx flux		#88ccff	106
FPP		fppi		#d37327	252360067
Factor		factor	.factor-boot-rc .factor-rc	#636746	108
Fancy		fy fancypack	Fakefile	#7b9db4	109
Fantom		fan		#14253c	110
Faust		dsp		#c37240	622529198
Fennel		fnl		#fff3d7	239946126
Filebench WML				#F6B900	111
Filterscript					112
FlatBuffers		fbs		#ed284a	577640576
Flix		flix		#d44a45	800935960
Fluent				#ffcc33	206353404
Formatted		eam.fs			113
Forth		fth 4th forth frt		#341708	114
Fortran		f f77 for fpp		#4d41b1	107
Fortran Free Form		f90 f03 f08 f95		#4d41b1	761352333
FreeBASIC	fb	bi		#141AC9	472896659
FreeMarker	ftl	ftl ftlh		#0050b2	115
Frege		fr		#00cafe	116
Futhark		fut		#5f021f	97358117
G-code		g cnc gco gcode		#D08CF2	117
GAML		gaml		#FFC766	290345951
GAMS		gms		#f49a22	118
GAP		gap gi tst		#0000cc	119
GCC Machine Description				#FFCFAB	121
GDB		gdb gdbinit			122
GDScript		gd		#355570	123
GDShader		gdshader gdshaderinc		#478CBF	694638086
GEDCOM		ged		#003058	459577965
GLSL		glsl fp frag frg fsh fshader geo geom glslf glslv gshader rchit rmiss tesc tese vert vrx vs vsh vshader		#5686a5	124
GN		gn gni	.gn		302957008
GSC		gsc csc gsh		#FF6800	257856279
Game Maker Language		gml		#71b417	125
Gemfile.lock			Gemfile.lock	#701516	907065713
Gemini	gemtext	gmi		#ff6900	310828396
Genero 4gl		4gl		#63408e	986054050
Genero per		per		#d8df39	902995658
Genie				#fb855d	792408528
Genshi	xml+genshi xml+kid	kid		#951531	126
Gentoo Ebuild		ebuild		#9400ff	127
Gentoo Eclass		eclass		#9400ff	128
Gerber Image	rs-274x	gbr cmp gbl gbo gbp gbs gko gpb gpt gtl gto gtp		#d20b00	404627610
Gettext Catalog	pot	po pot			129
Gherkin	cucumber	feature story		#5B2063	76
Git Attributes	gitattributes		.gitattributes	#F44D27	956324166
Git Commit	commit		.gitmessage COMMIT_EDITMSG	#F44D27	131750475
Git Config	gitconfig gitmodules	gitconfig	.gitconfig .gitmodules .tgitconfig config.worktree	#F44D27	807968997
Git Revision List	Git-Blame-Ignore-Revs		.git-blame-ignore-revs	#F44D27	461881235
Gleam		gleam		#ffaff3	1054258749
Glimmer JS	gjs	gjs		#F5835F	5523150
Glimmer TS	gts	gts		#3178c6	95110458
Glyph		glf		#c1ac7f	130
Glyph Bitmap Distribution Format		bdf			997665271
Gno	gnolang	gno		#226c57	279301301
Gnuplot		gp gnu gnuplot plot plt		#f0a9f0	131
Go	golang	go		#00ADD8	132
Go Checksums	go.sum go-sum go.work.sum go-work-sum		go.sum go.work.sum	#00ADD8	1054391671
Go Module	go.mod go-mod		go.mod	#00ADD8	947461016
Go Template	gotmpl	gohtml gotmpl html.tmpl tmpl	_helpers.tpl	#00ADD8	247918769
Go Workspace	go.work go-work		go.work	#00ADD8	934546256
Godot Resource		gdnlib gdns tres tscn	project.godot	#355570	738107771
Golo		golo		#88562A	133
Gosu		gst gsx vark		#82937f	134
Grace		grace		#615f8b	135
Gradle		gradle		#02303a	136
Gradle Kotlin DSL		gradle.kts		#02303a	432600901
Grammatical Framework	gf	gf		#ff0000	137
Graph Modeling Language					138
GraphQL		graphql gql graphqls		#e10098	139
Graphviz (DOT)		dot gv		#2596be	140
Groovy		groovy grt gtpl gvy	Jenkinsfile	#4298b8	142
Groovy Server Pages	gsp java-server-page	gsp		#4298b8	143
GtkRC	gtk gtk-1 gtk-2	gtkrc	gtkrc gtkrc-2.0	#7fe719	876401352
HAProxy			haproxy.cfg	#106da9	366607477
HCL	HashiCorp-Configuration-Language opentofu terraform	hcl nomad tf tfvars tofu workflow		#844FBA	144
HIP		hip		#4F3A4F	674379998
HLSL		hlsl cginc fxh hlsli		#aace60	145
HOCON		hocon	.scalafix.conf .scalafmt.conf	#9ff8ee	679725279
HTML	xhtml	html hta htm html.hl xht xhtml		#e34c26	146
HTML+ECR	ecr	ecr		#2e1052	148
HTML+EEX	eex heex leex	html.eex heex leex		#6e4a7e	149
HTML+ERB	erb rhtml html+ruby	erb erb.deface rhtml		#701516	150
HTML+PHP		phtml		#4f5d95	151
HTML+Razor	razor	cshtml razor		#512be4	479039817
HTTP		http		#005C9C	152
HXML		hxml		#f68712	786683730
Hack		hack hhi		#878787	153
Haml		haml haml.deface		#ece2a9	154
Handlebars	hbs htmlbars	handlebars hbs		#f7931e	155
Harbour		hb		#0e60e3	156
Hare		ha		#9d7424	463518941
Haskell		hs hs-boot hsc		#5e5086	157
Haxe		hx hxsl		#df7900	158
HiveQL		q hql		#dce200	931814087
HolyC		hc		#ffefaf	928121743
Hosts File	hosts		HOSTS hosts hosts.txt	#308888	231021894
Hurl		hurl		#FF0288	959040217
Hy	hylang	hy		#7790B2	159
HyPhy					160
IDL		dlm		#a3522f	161
IGOR Pro	igor igorpro	ipf		#0000cc	162
IL Assembly	ilasm msil	il		#512BD4	592065806
INI	conf dosini	ini cfg cnf container dof lektorproject mount network prefs service socket target timer url	.buckconfig .coveragerc .flake8 .gitreview .pylintrc HOSTS buildozer.spec hosts pylintrc vlcrc	#d1dbe0	163
IRC log	irc irc-logs	irclog weechatlog			164
ISPC		ispc		#2D68B1	327071
Idris		idr lidr		#b30000	165
Ignore List	ignore gitignore git-ignore	gitignore	.agignore .atomignore .babelignore .bzrignore .ckignore .coffeelintignore .cvsignore .dockerignore .easignore .eleventyignore .eslint-ignore .eslintignore .gitignore .ignore .markdownlintignore .nodemonignore .npmignore .prettierignore .rgignore .stylelintignore .vercelignore .vscodeignore gitignore-global gitignore_global	#000000	74444240
ImHex Pattern Language	ImHex ImHexPatternLanguage imhexpl	hexpat		#3a6be0	805861688
ImageJ Macro	ijm	ijm		#99AAFF	575143428
Imba		imba		#16cec6	1057618448
Inform 7	i7 inform7	ni i7x			166
Ink		ink			838252715
Inno Setup		iss isl		#264b99	167
Io		io		#a9188d	168
Ioke		ik		#078193	169
Isabelle		thy		#FEFE00	170
Isabelle ROOT			ROOT	#FEFE00	171
J		ijs		#9EEDFF	172
JAR Manifest			MANIFEST.MF	#b07219	447261135
JASS	jass2	j		#FF0303	504860504
JCL		jcl		#d90e09	316620079
JFlex		flex jflex		#DBCA00	173
JSON	geojson jsonl sarif topojson	json 4DForm 4DProject avsc geojson gltf har JSON-tmLanguage json.example jsonl mcmeta sarif slnlaunch tfstate tfstate.backup topojson webapp webmanifest yy yyp	.all-contributorsrc .arcconfig .auto-changelog .c8rc .htmlhintrc .imgbotconfig .nycrc .releaserc .secrets.baseline .tern-config .tern-project .watchmanconfig MODULE.bazel.lock Package.resolved Pipfile.lock bun.lock composer.lock deno.lock flake.lock mcmod.info	#292929	174
JSON with Comments	jsonc	jsonc code-snippets code-workspace hujson sublime-build sublime-color-scheme sublime-commands sublime-completions sublime-keymap sublime-macro sublime-menu sublime-mousemap sublime-project sublime-settings sublime-theme sublime-workspace sublime_metrics sublime_session tsconfig.json	.babelrc .devcontainer.json .eslintrc .eslintrc.json .jscsrc .jshintrc .jslintrc .oxlintrc.json .swcrc api-extractor.json devcontainer.json jsconfig.json language-configuration.json tsconfig.json tslint.json	#292929	423
JSON5		json5		#267CB9	175
JSONLD		jsonld		#0c479c	176
JSONiq				#40d47e	177
Jac		jac		#FC792D	235277043
Jai		jai		#ab8b4b	70127133
Janet		janet		#0886a5	1028705371
Jasmin				#d03600	180
Java		java jav jsh		#b07219	181
Java Properties		properties		#2A6277	519377561
Java Server Pages	jsp	jsp tag		#2A6277	182
Java Template Engine	jte	jte		#2A6277	599494012
JavaScript	js node	js _js bones cjs es es6 gs jake javascript jsb jscad jsfl jslib jsm jspre jss jsx mjs njs pac sjs ssjs xsjs xsjslib	Jakefile	#f1e05a	183
JavaScript+ERB		js.erb		#f1e05a	914318960
Jest Snapshot		snap		#15c213	774635084
JetBrains MPS	mps	mps mpl msd		#21D789	465165328
Jinja	django html+django html+jinja htmldjango	jinja j2 jinja2		#a52a22	147
Jison		jison		#56b3cb	284531423
Jison Lex		jisonlex		#56b3cb	406395330
Jolie		ol iol		#843179	998078858
Jsonnet		jsonnet libsonnet		#0064bd	664885656
Julia		jl		#a270ba	184
Julia REPL				#a270ba	220689142
Jupyter Notebook	IPython-Notebook	ipynb	Notebook	#DA5B0B	185
Just	Justfile	just	.JUSTFILE .Justfile .justfile JUSTFILE Justfile justfile	#384d54	128447695
KCL		k	kcl.mod kcl.mod.lock	#7ABABF	1052003890
KDL		kdl		#ffb3b3	931123626
KFramework				#4195c5	9479532
KRL		krl		#28430A	186
Kaitai Struct	ksy	ksy		#773b37	818804755
KakouneScript	kak kakscript	kak	kakrc	#6f8042	603336474
KerboScript		ks		#41adf0	59716426
KiCad Layout	pcbnew	kicad_pcb kicad_mod kicad_wks	fp-lib-table	#2f4aab	187
KiCad Legacy Layout		brd		#2f4aab	140848857
KiCad Schematic	eeschema-schematic	kicad_sch kicad_sym		#2f4aab	622447435
Kickstart					692635484
Kit		kit			188
KoLmafia ASH		ash		#B9D9B9	852099832
Koka		kk		#215166	597930447
Kotlin		kt ktm kts		#A97BFF	189
Kusto		csl kql			225697190
LFE		lfe		#4C3023	190
LLVM		ll		#185619	191
LOLCODE		lol		#cc9900	192
LSL		lsl lslp		#3d9970	193
LTspice Symbol					1013566805
LabVIEW		lvproj lvclass lvlib		#fede06	194
Lambdapi				#8027a3	759240513
Langium		langium		#2c8c87	548603830
Lark		lark		#2980B9	758480799
Lasso	lassoscript	lasso las lasso8 lasso9		#999999	195
Latte		latte		#f2a542	196
Lean		lean hlean			197
Lean 4	lean4				455147478
Leo		leo		#C4FFC2	916034822
Less	less-css	less		#1d365d	198
Lex	flex	l lex	Lexer.x lexer.x	#DBCA00	199
LigoLANG		ligo		#0e74ff	1040646257
LilyPond		ly ily		#9ccc7c	200
Limbo					201
Linear Programming					377204539
Linker Script		ld lds	ld.script		202
Linux Kernel Module					203
Liquid		liquid		#67b8de	204
Liquidsoap		liq		#990066	614641732
Literate Agda		lagda		#315665	205
Literate CoffeeScript	litcoffee	litcoffee coffee.md		#244776	206
Literate Haskell	lhaskell lhs	lhs		#5e5086	207
LiveCode Script		livecodescript		#0c5ba5	891017
LiveScript	live-script ls	ls _ls	Slakefile	#499886	208
Lobster		lobster		#f95428	790066842
Logos		xm xi			209
Logtalk		lgt logtalk		#295b9a	210
LookML		lkml lookml		#652B81	211
LoomScript					212
Lua		lua fcgi nse p8 pd_lua rbxs rockspec wlua	.luacheckrc	#000080	213
Luau		luau		#00A2FF	365050359
M	mumps	mumps			214
M3U	hls-playlist m3u-playlist	m3u m3u8		#179C7D	89638692
M4		m4			215
M4Sugar	autoconf		configure.ac		216
MATLAB	octave	matlab		#e16737	225
MAXScript		ms mcr		#00a6a6	217
MDX		mdx		#fcb32c	512838272
MLIR		mlir		#5EC8DB	448253929
MQL4		mq4		#62A8D6	426
MQL5		mq5 mqh		#4A76B8	427
MTML		mtml		#b7e1f4	218
MUF		muf			219
Macaulay2	m2	m2		#d8ffff	34167825
Makefile	bsdmake make mf	mak make makefile mk mkfile	BSDmakefile GNUmakefile Kbuild Makefile Makefile.am Makefile.boot Makefile.frag Makefile.in Makefile.inc Makefile.pc Makefile.wat makefile makefile.sco mkfile	#427819	220
Mako		mako mao		#7e858d	221
Markdown	md pandoc	md livemd markdown mdown mdwn mkd mkdn mkdown ronn scd workbook	contents.lr	#083fa1	222
Marko	markojs	marko		#42bff2	932782397
Mask		mask		#f97732	223
Mathematical Programming System				#0530ad	429002699
Maven POM			pom.xml		226
Max	max/msp maxmsp	maxpat maxhelp maxproj mxt pat		#c4a79c	227
MeTTa		metta		#6a5acd	1037612668
Mercury				#ff2b2b	229
Mermaid	mermaid-example	mmd mermaid		#ff3670	385992043
Meson			meson.build meson_options.txt	#007800	799141244
Metal		metal		#8f14e9	230
Microsoft Developer Studio Project					800983837
Microsoft Visual Studio Solution		sln			849523096
MiniD		minid			231
MiniScript				#4B4A56	704299647
MiniYAML				#ff1111	4896465
MiniZinc		mzn		#06a9e6	238874535
MiniZinc Data		dzn			938193433
Mint		mint		#02b046	968740319
Mirah		druby duby mirah		#c7a938	232
Modelica		mo		#de1d31	233
Modula-2		mod		#10253f	234
Modula-3		i3 ig m3 mg		#223388	564743864
Module Management System		mms mmk	descrip.mmk descrip.mms		235
Mojo		mojo		#ff4c1f	1045019587
Monkey		monkey monkey2			236
Monkey C		mc		#8D6747	231751931
Moocode		moo			237
MoonBit		mbt		#b92381	181453007
MoonScript		moon		#ff4585	238
Motoko				#fbb03b	202937027
Motorola 68K Assembly	m68k	x68		#005daa	477582706
Move		move		#4a137a	638334599
Muse	amusewiki emacs-muse	muse			474864066
Mustache		mustache		#724b3b	638334590
Myghty		myt			239
NASL		nasl			171666519
NCL		ncl		#28431f	240
NEON	nette-object-notation ne-on	neon			481192983
NL		nl			241
NMODL				#00356B	136456478
NPM Config	npmrc		.npmrc	#cb3837	685022663
NSIS		nsi nsh			242
NWScript		nss		#111522	731233819
Nasal		nas		#1d2c4e	178322513
Nearley		ne nearley		#990000	521429430
Nemerle		n		#3d3c6e	243
NetLinx		axs axi		#0aa0ff	244
NetLinx+ERB		axs.erb axi.erb		#747faa	245
NetLogo		nlogo		#ff6375	246
NewLisp				#87AED7	247
Nextflow		nf	nextflow.config	#3ac486	506780613
Nginx	nginx-configuration-file	nginx nginxconf	nginx.conf	#009639	248
Nickel				#E0C3FC	1067292664
Nim		nim nim.cfg nimble nimrod nims	nim.cfg	#ffc200	249
Ninja		ninja			250
Nit		nit		#009917	251
Nix	nixos	nix		#7e7eff	252
Noir	nargo	nr		#2f1f49	813068465
Nu	nush		Nukefile	#c9df40	253
NumPy		numpy numpyw numsc		#9C8AF9	254
Nunjucks	njk	njk		#3d8137	461856962
Nushell	nu-script nushell-script	nu		#4E9906	446573572
OASv2-json				#85ea2d	834374816
OASv2-yaml				#85ea2d	105187618
OASv3-json				#85ea2d	980062566
OASv3-yaml				#85ea2d	51239111
OCaml		ml eliom eliomi ml4 mli mll mly		#ef7a08	255
OMNeT++ MSG	omnetpp-msg	msg		#a0e0a0	664100008
OMNeT++ NED	omnetpp-ned	ned		#08607c	924868392
Oberon		ob2			677210597
ObjDump		objdump			256
Object Data Instance Notation					985227236
ObjectScript				#424893	202735509
Objective-C	obj-c objc objectivec	m		#438eff	257
Objective-C++	obj-c++ objc++ objectivec++	mm		#6866fb	258
Objective-J	obj-j objectivej objj	sj		#ff0c5a	259
Odin	odinlang odin-lang	odin		#60AFFE	889244082
Omgrofl		omgrofl		#cabbff	260
Opa		opa			261
Opal		opal		#f7ede0	262
Open Policy Agent		rego		#7d9199	840483232
OpenAPI Specification v2	oasv2			#85ea2d	848295328
OpenAPI Specification v3	oasv3			#85ea2d	557959099
OpenCL		opencl		#ed2e2d	263
OpenEdge ABL	progress openedge abl	p		#5ce600	264
OpenQASM		qasm		#AA70FF	153739399
OpenRC runscript	openrc				265
OpenSCAD		scad		#e5cd45	266
OpenStep Property List		glyphs			598917541
OpenType Feature File	AFDKO	fea			374317347
Option List	opts ackrc		.ackrc .rspec .yardopts ackrc mocha.opts	#476732	723589315
Org		org		#77aa99	267
OverPy	opy	opy		#78b355	492781155
OverpassQL		overpassql		#cce2aa	689079655
Ox		ox oxh oxo			268
Oxygene		oxygene		#cdd0e3	269
Oz		oz		#fab738	270
P4		p4		#7055b5	348895984
PDDL		pddl		#0d00ff	736235603
PEG.js		pegjs peggy		#234d6b	81442128
PHP	inc	php aw ctp inc php3 php4 php5 phps phpt	.php .php_cs .php_cs.dist Phakefile	#4F5D95	272
PLSQL		pls bdy ddl fnc pck pkb pks plb plsql prc spc tpb tps trg vw		#dad8d8	273
PLpgSQL		pgsql		#336790	274
POV-Ray SDL	pov-ray povray	pov		#6bac65	275
Pact		pact		#F7A8B8	756774415
Pan		pan		#cc0000	276
Papyrus		psc		#6600cc	277
Parrot		parrot		#f3ca0a	278
Parrot Assembly	pasm	pasm			279
Parrot Internal Representation	pir	pir			280
Pascal	delphi objectpascal	pas dfm dpr lpr pascal		#E3F171	281
Pawn		pwn sma		#dbb284	271
Pep8		pep		#C76F5B	840372442
Perl	cperl	pl cgi perl ph plx pm psgi t	.latexmkrc Makefile.PL Rexfile ack cpanfile latexmkrc	#0298c3	282
Pic	pikchr	pic chem			425
Pickle					284
PicoLisp				#6067af	285
PigLatin		pig		#fcd7de	286
Pike		pike pmod		#005390	287
Pip Requirements			dev-requirements.txt requirements-dev.txt requirements.lock.txt requirements.txt	#FFD343	684385621
Pkl		pkl		#6b9543	288822799
PlantUML		puml iuml plantuml		#fbbd16	833504686
Pod		pod			288
Pod 6		pod6			155357471
PogoScript		pogo		#d80074	289
Polar		polar		#ae81ff	839112914
Pony		pony			290
Portugol		por		#f8bd00	832391833
PostCSS		pcss postcss		#dc3a0c	262764437
PostScript	postscr	ps eps epsi pfa		#da291c	291
Power Query	powerquery	pq		#d38e0d	37496382
PowerBuilder		pbt sra sru srw		#8f0f8d	292
PowerShell	posh pwsh	ps1 psd1 psm1		#012456	293
Praat		praat		#c8506d	106029007
Prisma		prisma		#0c344b	499933428
Pro*C		pc		#bb8368	991047534
Processing		pde		#0096D8	294
Procfile			Procfile	#3B2F63	305313959
Proguard					716513858
Prolog		prolog yap		#74283c	295
Promela		pml		#de0000	441858312
Propeller Spin		spin		#7fa2a7	296
Protocol Buffer	proto protobuf Protocol-Buffers	proto			297
Protocol Buffer Text Format	text-proto protobuf-text-format	textproto pbtxt txtpb			436568854
Public Key		pub			298
Pug		jade pug		#a86454	179
Puppet		pp	Modulefile	#302B6D	299
Pure Data		pd			300
PureBasic		pb pbi		#5a6986	301
PureScript		purs		#1D222D	302
Pyret		arr		#ee1e10	252961827
Python	py py3 python3 rusthon	py gyp gypi lmi py3 pyde pyi pyp pyt pyw tac wsgi xpy	.gclient DEPS SConscript SConstruct wscript	#3572A5	303
Python console	pycon			#3572A5	428
Python traceback		pytb		#3572A5	304
Q#	qsharp	qs		#fed659	697448245
QML		qml qbs		#44a51c	305
QMake		pro pri			306
Qt Script			installscript.qs toolchain_installscript.qs	#00b841	558193693
Quake			m3makefile m3overrides	#882233	375265331
QuakeC		qc		#975777	472308069
Quartus Simulation IP		sip		#58C42E	828144309
QuickBASIC	qb qbasic qb64 classic-qbasic classic-quickbasic			#008080	593107205
Quint		qnt		#9d6ce5	562056483
R	Rscript splus	r rd rhistory rsx	.Rapp.history .Rhistory .Rprofile expr-dist	#198CE7	307
RAML		raml		#77d9fb	308
RAScript		rascript		#2C97FA	601118790
RBS		rbs		#701516	899227493
RDoc		rdoc		#701516	309
REALbasic		rbbas rbfrm rbmnu rbres rbtbar rbuistate			310
REXX	arexx	rexx pprx rex		#d90e09	311
RMarkdown		qmd rmd		#198ce7	313
RON		ron		#a62c00	587855233
ROS Interface	rosmsg	action srv		#22314e	809230569
RPC	rpcgen oncrpc xdr				1031374237
RPGLE	ile-rpg sqlrpgle	rpgle sqlrpgle		#2BDE21	609977990
RPM Spec	specfile	spec			314
RUNOFF		rnh rno		#665a4e	315
Racket		rkt rktd rktl scrbl		#3c5caa	316
Ragel	ragel-rb ragel-ruby	rl		#9d5200	317
Raku	perl6 perl-6	6pl 6pm nqp p6 p6l p6m pl6 pm6 raku rakumod		#0000fb	283
Rascal		rsc		#fffaa0	173616037
Raw token data	raw	raw			318
ReScript		res resi		#ed5051	501875647
Readline Config	inputrc readline		.inputrc inputrc		538732839
Reason		re rei		#ff5847	869538413
ReasonLIGO		religo		#ff5847	319002153
Rebol		reb r2 r3 rebol		#358a5b	319
Record Jar			language-subtag-registry.txt	#0673ba	865765202
Red	red/system	red		#f50000	320
Redcode		cw			321
Redirect Rules	redirects		_redirects		1020148948
Redscript		reds		#f44336	686691365
Regular Expression	regexp regex	regexp regex		#009a00	363378884
Ren'Py	renpy	rpy		#ff7f7f	322
RenderScript		rsh			323
Rez				#FFDAB3	498022874
Rhai		rhai		#FBA63B	713228814
Rich Text Format		rtf			51601661
Ring		ring		#2D54CB	431
Riot		riot		#A71E49	878396783
RobotFramework		robot resource		#00c0b5	324
Robots Exclusion Rules	robots robots-txt robotx.txt		robots.txt		674736065
Roc		roc		#7c38f5	440182480
Rocq Prover	coq rocq	coq		#d0b68c	69
Roff	groff man manpage man-page man-page mdoc nroff troff	roff 1in 1m 1x 2 3 3in 3m 3p 3pm 3qt 3x 4 5 6 7 8 9 man mdoc me tmac	eqnrc mmn mmt troffrc troffrc-end	#ecdebe	141
Roff Manpage		1		#ecdebe	612669833
Rouge		rg		#cc0088	325
RouterOS Script				#DE3941	592853203
Ruby	jruby macruby rake rb rbx	rb builder eye gemspec god jbuilder mspec pluginspec podspec prawn rabl rake rbi rbuild rbw rbx ru ruby thor watchr	.irbrc .pryrc .simplecov Appraisals Berksfile Brewfile Buildfile Capfile Dangerfile Deliverfile Fastfile Gemfile Guardfile Jarfile Mavenfile Podfile Puppetfile Rakefile Snapfile Steepfile Thorfile Vagrantfile buildfile	#701516	326
Rust	rs	rs rs.in		#dea584	327
SAS		sas		#B34936	328
SCSS		scss		#c6538c	329
SELinux Policy	SELinux-Kernel-Policy-Language sepolicy	te	file_contexts genfs_contexts initial_sids port_contexts security_classes		880010326
SIP				#4E8D83	796891177
SMT		smt2 smt z3			330
SPARQL		sparql rq		#0C4597	331
SQF		sqf hqf		#3F3F3F	332
SQL		sql mysql tab udf viw		#e38c00	333
SQLPL		db2		#e38c00	334
SRecode Template				#348a34	335
SSH Config	sshconfig sshdconfig ssh_config sshd_config		ssh-config ssh_config sshconfig sshconfig.snip sshd-config sshd_config		554920715
STAR					424510560
STL	ascii-stl stla	stl		#373b5e	455361735
STON		ston			336
SVG		svg		#ff9900	337
SWIG		i swg swig			1066250075
Sage		sage sagews			338
Sail		sail		#259dd5	1029438153
Salt	saltstack saltstate	sls		#57bcad	339
Sass		sass		#a53b70	340
Scala		scala kojo sbt sc		#c22d40	341
Scaml		scaml		#bd181a	342
Scenic		scenic		#fdc700	619814037
Scheme		scm sld sps ss		#1e4aec	343
Scilab		sci sce		#ca0f21	344
Self		self		#0579aa	345
ShaderLab		shader		#222c37	664257356
Shell	sh shell-script bash zsh envrc	sh bash bats command ksh pacscript sbatch sh.in slurm tmux tool zsh zsh-theme	.bash_aliases .bash_functions .bash_history .bash_logout .bash_profile .bashrc .cshrc .envrc .flaskenv .kshrc .login .profile .tmux.conf .xinitrc .xsession .zlogin .zlogout .zprofile .zshenv .zshrc 9fs PKGBUILD bash_aliases bash_logout bash_profile bashrc cshrc gradlew kshrc login man mvnw profile tmux.conf xinitrc xsession zlogin zlogout zprofile zshenv zshrc	#89e051	346
ShellCheck Config	shellcheckrc		.shellcheckrc	#cecfcb	687511714
ShellSession	bash-session console	sh-session			347
Shen		shen		#120F14	348
Sieve		sieve			208976687
Simple File Verification	sfv	sfv		#C9BFED	735623761
Singularity			Singularity	#64E6AD	987024632
Slang		slang		#1fbec9	239357863
Slash		sl		#007eff	349
Slice		ice		#003fa2	894641667
Slim		slim		#2b2b2b	350
Slint		slint		#2379F4	119900149
SmPL	coccinelle	cocci		#c94949	164123055
Smali		smali			351
Smalltalk	squeak	st		#596706	352
Smarty		tpl		#f0c040	353
Smithy		smithy		#c44536	1027892786
Snakemake	snakefile	smk snakefile	Snakefile	#419179	151241392
Solidity		sol		#AA6746	237469032
Soong			Android.bp		222900098
SourcePawn	sourcemod	sp		#f69e1d	354
SpiceDB Schema		zed		#a5318a	864005057
Spline Font Database		sfd			767169629
Squirrel		nut		#800000	355
Stan		stan		#b2011d	356
Standard ML	sml	fun sig sml		#dc566d	357
Starlark	bazel bzl	bzl star	BUCK BUILD BUILD.bazel MODULE.bazel Tiltfile WORKSPACE WORKSPACE.bazel WORKSPACE.bzlmod	#76d275	960266174
Stata		do ado doh ihlp mata matah sthlp		#1a5f91	358
StringTemplate				#3fb34f	89855901
Stylus		styl		#ff6347	359
SubRip Text		srt		#9e0101	360
SugarSS		sss		#2fcc9f	826404698
SuperCollider				#46390b	361
SurrealQL	surql	surql		#ff00a0	735141027
Survex data				#ffcc99	24470517
Svelte		svelte		#ff3e00	928734530
Sway		sw		#00F58C	271471144
Sweave		rnw		#198ce7	558779190
Swift		swift		#F05138	362
SystemVerilog		sv svh vh		#DAE1C2	363
TI Program		8xp 8xp.txt		#A0AA87	422
TL-Verilog		tlv		#C40023	118656070
TLA		tla		#4b0079	364
TMDL	Tabular-Model-Definition-Language	tmdl		#f0c913	769162295
TOML		toml toml.example	Cargo.lock Cargo.toml.orig Gopkg.lock Pipfile mise.local.lock mise.lock pdm.lock poetry.lock uv.lock	#9c4221	365
TSPLIB data	travelling-salesman-problem traveling-salesman-problem				89289301
TSQL				#e38c00	918334941
TSV	tab-seperated-values	tsv		#237346	1035892117
TSX	typescriptreact	tsx		#3178c6	94901924
TXL		txl		#0178b8	366
Tact		tact		#48b5ff	606708469
Talon		talon		#333333	959889508
Tape	vhs	tape			516874200
Tcl	sdc xdc	tcl adp sdc tcl.in tm xdc	owh starfield	#e4cc98	367
Tcsh		tcsh csh			368
TeX	latex	tex aux bbx cbx dtx ins lbx ltx mkii mkiv mkvi sty toc		#3D6117	369
Tea		tea			370
Teal		tl		#00B1BC	719038619
Terra				#00004c	371
Terraform Template		tftpl		#7b42bb	856832701
Texinfo		texinfo texi txi			988020015
Text	fundamental plain-text	txt nb no	CITATION CITATIONS COPYING COPYING.regex COPYRIGHT.regex FONTLOG INSTALL INSTALL.mysql LICENSE LICENSE.mysql NEWS README.me README.mysql README.nss README.pc click.me delete.me keep.me package.mask package.use.mask package.use.stable.mask read.me readme.1st test.me use.mask use.stable.mask		372
TextGrid		TextGrid		#c8506d	965696054
TextMate Properties	tm-properties		.tm_properties	#df66e4	981795023
Textile		textile		#ffe7ac	373
Thrift		thrift		#D12127	374
Toit		toit		#c2c9fb	356554395
Tolk		tolk		#30A1F5	678673060
Tor Config	torrc		torrc	#59316b	1016912802
Tree-sitter Query	tsq			#8ea64c	436081647
Turing		tu		#cf142b	375
Turtle		ttl			376
Twig		twig		#c1d026	377
Type Language	tl				632765617
TypeScript	ts	ts cts mts		#3178c6	378
TypeSpec	tsp	tsp		#4A3665	952272597
Typst	typ	typ		#239dad	704730682
Unified Parallel C		upc		#4e3617	379
Unity3D Asset		anim asset mat meta prefab unity		#222c37	380
Unix Assembly	gas gnu-asm unix-asm				120
Uno		uno		#9933cc	381
UnrealScript		uc		#a54c4d	382
Untyped Plutus Core		uplc		#36adbd	1061635506
UrWeb	Ur/Web Ur	ur urs		#ccccee	383
V	vlang			#4f87c4	603371597
VBA	visual-basic-for-applications	frm vba		#867db1	399230729
VBScript		vbs		#15dcdc	408016005
VCL		vcl		#148AA8	384
VHDL		vhdl vhd vhf vhi vho vhs vht vhw		#adb2cb	385
Vala		vala vapi		#a56de2	386
Valve Data Format	keyvalues vdf	vdf vmf		#f26025	544060961
Velocity Template Language	vtl velocity	vtl		#507cff	292377326
Vento		vto		#ff0080	757053899
Verilog		v veo		#b2b7f8	387
Verse		verse		#518ef8	180832205
Vespa Schema Definition	vespa	sd		#61D790	587879709
Vim Help File	help vimhelp			#199f4b	508563686
Vim Snippet	SnipMate UltiSnip UltiSnips NeoSnippet	snip snippet snippets		#199f4b	81265970
Vim script	vim viml nvim vimscript	vim vimrc vmb	.exrc .gvimrc .nvimrc .vimrc _vimrc gvimrc nvimrc vimrc	#199f4b	388
Visual Basic .NET	visual-basic vbnet vb-.net vb.net	vb vbhtml		#945db7	389
Visual Basic 6.0	vb6 vb-6 visual-basic-6 visual-basic-classic classic-visual-basic	ctl Dsr		#2c6353	679594952
Volt		volt		#1F1F1F	390
Vue		vue		#41b883	391
Vyper		vy		#9F4CF2	1055641948
WDL	Workflow-Description-Language	wdl		#42f1f4	374521672
WGSL		wgsl		#1a5e9a	836605993
Wavefront Material		mtl			392
Wavefront Object		obj			393
Web Ontology Language		owl		#5b70bd	394
WebAssembly	wast wasm	wast wat		#04133b	956556503
WebAssembly Interface Type	wit	wit		#6250e7	134534086
WebIDL		webidl			395
WebVTT	vtt	vtt			658679714
Wget Config	wgetrc		.wgetrc		668457123
Whiley		whiley		#d5c397	888779559
Wikitext	mediawiki wiki	mediawiki wiki wikitext		#fc5757	228
Win32 Message File					950967261
Windows Registry Entries		reg		#52d5ff	969674868
Witcher Script		ws		#ff0000	686821385
Wolfram Language	mathematica mma wolfram wolfram-lang wl	mathematica cdf ma mt nbp wl wls wlt		#dd1100	224
Wollok		wlk		#a23738	632745969
World of Warcraft Addon Data				#f7e43f	396
Wren	wrenlang	wren		#383838	713580619
X BitMap	xbm	xbm			782911107
X Font Directory Index			encodings.dir fonts.alias fonts.dir fonts.scale		208700028
X PixMap	xpm	xpm			781846279
X10	xten	x10		#4B6BEF	397
XC		xc		#99DA07	398
XCompose			.XCompose XCompose xcompose		225167241
XML	rss xsd wsdl	xml adml admx ant axaml axml builds ccproj ccxml clixml cproject cscfg csdef csproj ct depproj dita ditamap ditaval dll.config dotsettings filters fsproj fxml glade gmx gpx grxml hzp icls iml ivy jelly jsproj kml launch mdpolicy meta4 mjml mxml natvis ndproj nproj nuspec odd osm pkgproj proj props ps1xml psc1 pt pubxml qhelp rbxmx rdf resx rss scxml sfproj shproj slnx srdf storyboard sublime-snippet targets tml ui urdf ux vbproj vcxproj vsixmanifest vssettings vstemplate vxml wixproj wsdl wsf wxi wxl wxs x3d xacro xaml xib xlf xliff xmi xml.dist xmp xproj xsd xspec xul zcml	.classpath .cproject .project App.config NuGet.config Settings.StyleCop Web.Debug.config Web.Release.config Web.config packages.config	#0060ac	399
XML Property List		plist stTheme tmCommand tmLanguage tmPreferences tmSnippet tmTheme		#0060ac	75622871
XPages		xsp-config xsp.metadata			400
XProc		xpl xproc			401
XQuery		xquery xq xql xqm xqy		#5232e7	402
XS		xs			403
XSLT	xsl	xslt xsl		#EB8CEB	404
Xmake			xmake.lua	#22a079	225223071
Xojo		xojo_code xojo_menu xojo_report xojo_script xojo_toolbar xojo_window		#81bd41	405
Xonsh		xsh		#285EEF	614078284
Xtend		xtend		#24255d	406
YAML	yml	yml mir reek rviz sublime-syntax syntax yaml yaml-tmlanguage yaml.sed yml.mysql	.clang-format .clang-tidy .clangd .eslintrc .gemrc .releaserc CITATION.cff glide.lock pixi.lock yarn.lock	#cb171e	407
YANG		yang			408
YARA		yar yara		#220000	805122868
YASnippet	snippet yas	yasnippet		#32AB90	378760102
Yacc		y yacc		#4B6C4B	409
Yul		yul		#794932	237469033
ZAP		zap xzap		#0d665e	952972794
ZIL		zil mud		#dc75e5	973483626
Zeek	bro	zeek bro			40
ZenScript		zs		#00BCD1	494938890
Zephir		zep		#118f9e	410
Zig		zig zig.zon		#ec915c	646424281
Zimpl		zimpl zmpl zpl		#d67711	411
Zmodel		zmodel		#ff7100	803760908
cURL Config	curlrc		.curlrc _curlrc		992375436
crontab	cron cron-table		crontab	#ead7ac	705203557
desktop		desktop desktop.in			412
dircolors		dircolors	.dir_colors .dircolors DIR_COLORS _dir_colors _dircolors dir_colors		691605112
eC		ec eh		#913960	413
edn		edn			414
fish		fish		#4aae47	415
hoon		hoon		#00b171	560883276
iCalendar	iCal	ics ical		#ec564c	98384424
jq		jq		#c7254e	905371884
kvlang		kv		#1da6e0	970675279
mIRC Script		mrc		#3d57c3	517654727
mcfunction		mcfunction		#E22837	462488745
mdsvex		svx		#5f9ea0	566198445
mupad		mu		#244963	416
nanorc		nanorc	.nanorc nanorc	#2d004d	775996197
nesC		nc		#94B0C7	417
ooc		ooc		#b0b77e	418
pkg-config	pkgconf	pc.in		#2b5e82	925023573
q				#0040cd	970539067
reStructuredText	rst	rst rest rest.txt rst.txt		#141414	419
sed		sed		#64b970	847830017
templ		templ		#66D0DD	795579337
ucode				#00b8d4	365454253
vCard	virtual-contact-file electronic-business-card	vcf		#ee2647	851476558
wisp		wisp		#7582D1	420
xBase	advpl clipper foxpro	prg prw		#403a40	421
`;
