// swift-tools-version: 6.2
import PackageDescription

/// Every target of this package: Swift 6 mode, and no warning is let through.
let strict: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .treatAllWarnings(as: .error),
]

/// The commit that a program is built from: `scripts/lib.sh` tells it for those that are installed. Asking git here would
/// give the commit at which SwiftPM last read this file.
let commit = Context.environment["METRICSCTL_COMMIT"] ?? "development build"

/// How programs that are installed are linked: what only costs time at every start is left out. Nothing looks for their
/// symbols by name, and C++'s runtime, which Swift's needs, is part of them instead of a library to load. The program stands at
/// a fixed address: one that doesn't has 67,000 pointers put right at every start, which takes longer than most questions.
/// Libraries, stack and heap are still placed at random.
let installed: [LinkerSetting] =
    Context.environment["METRICSCTL_STATIC_LIBRARIES"].map { folder in
        [
            .unsafeFlags([
                "-L\(folder)", "-Xclang-linker", "-static-libgcc", "-Xclang-linker", "-no-pie",
                "-Xlinker", "--no-export-dynamic",
            ])
        ]
    } ?? []

let package = Package(
    name: "metricsctl",
    platforms: [.macOS(.v15)],
    products: [
        .executable(name: "metricsctl", targets: ["metricsctl"]),
        .executable(name: "modelsim", targets: ["modelsim"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
        .package(url: "https://github.com/apple/swift-nio", exact: "2.101.2"),
    ],
    targets: [
        // The C libraries, found where Debian has them. Asking pkg-config would put the machine's folder before that of the
        // libraries that are linked into installed programs.
        .systemLibrary(name: "CSQLite"),
        .systemLibrary(name: "CMemory"),
        .systemLibrary(name: "CYAML"),
        .systemLibrary(name: "CZlib"),
        .target(name: "CCurl"),
        .target(name: "CPostgres"),
        .target(name: "CChecksum"),
        .target(name: "CBuild", cSettings: [.define("METRICSCTL_COMMIT", to: "\"\(commit)\"")]),

        // The data's way: Prometheus -> Collector -> Archive -> Questions -> Rendering -> Server, command line.
        .target(name: "Support", swiftSettings: strict),
        .target(
            name: "Latency", dependencies: ["Support"], resources: [.embedInCode("Presets/metrics.tsv")],
            swiftSettings: strict),
        .target(name: "Objectives", dependencies: ["Latency", "Support"], swiftSettings: strict),
        .target(name: "Statistics", dependencies: ["Latency", "Support"], swiftSettings: strict),
        .target(name: "YAML", dependencies: ["CYAML", "Support"], swiftSettings: strict),
        .target(name: "HTTPClient", dependencies: ["CCurl", "Support"], swiftSettings: strict),
        .target(name: "Prometheus", dependencies: ["HTTPClient", "Latency", "Support"], swiftSettings: strict),
        .target(name: "Archive", dependencies: ["CChecksum", "Latency", "Support"], swiftSettings: strict),
        .target(
            name: "SQLiteStore", dependencies: ["Archive", "CSQLite", "Latency", "Support"], swiftSettings: strict),
        .target(
            name: "PostgresStore", dependencies: ["Archive", "CPostgres", "Latency", "Support"], swiftSettings: strict),
        .target(
            name: "Collector", dependencies: ["HTTPClient", "Prometheus", "Archive", "Latency", "Support"],
            swiftSettings: strict),
        .target(
            name: "Questions", dependencies: ["Archive", "Latency", "Objectives", "Statistics", "Support"],
            swiftSettings: strict),
        .target(
            name: "Rendering", dependencies: ["Questions", "Latency", "Objectives", "Statistics", "Support"],
            // Carried inside the one program, as bytes of its code.
            resources: [
                "Page/chart.css", "Page/icon.svg", "Page/page.css", "Page/page.js", "Public/public.css",
                "Public/Languages/en.txt", "Public/Languages/ko.txt",
            ].map { .embedInCode($0) },
            swiftSettings: strict),
        .target(
            name: "Agent", dependencies: ["Archive", "Latency", "Questions", "Rendering", "Support"],
            swiftSettings: strict),
        .target(
            name: "Server",
            dependencies: [
                "CMemory", "CZlib", "Agent", "Archive", "Latency", "Support", "Questions", "Rendering",
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
            ],
            resources: [.embedInCode("Resources/openapi.json")],
            swiftSettings: strict
        ),
        .target(name: "Schedule", dependencies: ["Latency", "Support"], swiftSettings: strict),
        .target(
            name: "Doctor",
            dependencies: [
                "Archive", "Collector", "Latency", "Support", "HTTPClient", "Prometheus", "Questions", "Schedule",
            ],
            swiftSettings: strict),
        .target(
            name: "Notify",
            dependencies: ["Archive", "Latency", "Support", "HTTPClient", "Prometheus", "Rendering", "Questions"],
            swiftSettings: strict),
        .target(
            name: "Configuration",
            dependencies: [
                "YAML", "Collector", "HTTPClient", "Latency", "Notify", "Prometheus", "Questions", "Server", "Support",
            ],
            swiftSettings: strict),
        .executableTarget(
            name: "metricsctl",
            dependencies: [
                "CBuild", "Agent", "Configuration", "YAML", "Latency", "Support", "HTTPClient", "Prometheus", "Archive",
                "SQLiteStore", "PostgresStore", "Collector", "Questions",
                "Rendering", "Server", "Notify",
                "Schedule", "Doctor",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            swiftSettings: strict, linkerSettings: installed
        ),

        // Latencies with a known truth, as counts: for the simulated fleet and the benchmark of verdicts.
        .target(name: "Incidents", dependencies: ["Latency", "Support"], swiftSettings: strict),

        // A simulated fleet of model servers, for the demo, the tests and the benchmarks.
        .executableTarget(
            name: "modelsim",
            dependencies: [
                "Incidents", "Latency", "Support",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
            ],
            swiftSettings: strict
        ),

        // Tests. `TestSupport` starts the real and the canned servers that they talk to.
        .target(
            name: "TestSupport", dependencies: ["HTTPClient"], path: "Tests/TestSupport", swiftSettings: strict),
        // A disk for SQLite that fails on command.
        .target(name: "FaultyDisk", dependencies: ["CSQLite"], path: "Tests/FaultyDisk"),
        .testTarget(
            name: "LatencyTests", dependencies: ["Latency", "Support", "TestSupport"],
            exclude: ["Presets/surveyed.tsv"], swiftSettings: strict),
        .testTarget(
            name: "ObjectivesTests", dependencies: ["Objectives", "Latency", "Support", "TestSupport"],
            swiftSettings: strict),
        .testTarget(
            name: "StatisticsTests", dependencies: ["Statistics", "Latency", "Support"], swiftSettings: strict),
        .testTarget(name: "YAMLTests", dependencies: ["YAML"], swiftSettings: strict),
        .testTarget(
            name: "ConfigurationTests",
            dependencies: [
                "Configuration", "YAML", "Collector", "HTTPClient", "Latency", "Notify", "Questions", "Server",
                "Support",
                "TestSupport",
            ],
            exclude: ["EveryKey.yaml", "Refusals.txt"], swiftSettings: strict),
        .testTarget(name: "HTTPClientTests", dependencies: ["HTTPClient", "TestSupport"], swiftSettings: strict),
        .testTarget(
            name: "PrometheusTests", dependencies: ["HTTPClient", "Prometheus", "Latency", "Support", "TestSupport"],
            exclude: ["Answers"],
            swiftSettings: strict),
        .testTarget(
            name: "ArchiveTests",
            dependencies: ["Archive", "SQLiteStore", "CSQLite", "FaultyDisk", "Latency", "Support", "TestSupport"],
            swiftSettings: strict),
        // What every store must do, and what archives make of stores that fail.
        .testTarget(
            name: "StoreTests",
            dependencies: [
                "Archive", "SQLiteStore", "PostgresStore", "Latency", "Support", "Questions", "Rendering",
                "TestSupport",
            ], swiftSettings: strict),
        .testTarget(
            name: "CollectorTests",
            dependencies: [
                "Collector", "HTTPClient", "Prometheus", "Archive", "SQLiteStore", "Latency", "Support", "TestSupport",
            ],
            swiftSettings: strict
        ),
        .testTarget(
            name: "QuestionsTests",
            dependencies: [
                "Questions", "Objectives", "Archive", "SQLiteStore", "CSQLite", "Latency", "Statistics", "Support",
                "TestSupport",
            ],
            swiftSettings: strict),
        .testTarget(
            name: "RenderingTests",
            dependencies: [
                "Rendering", "Questions", "Archive", "Latency", "Objectives", "Statistics", "Support", "TestSupport",
            ],
            swiftSettings: strict
        ),
        .testTarget(
            name: "AgentTests",
            dependencies: ["Agent", "Archive", "SQLiteStore", "Latency", "Questions", "Support", "TestSupport"],
            swiftSettings: strict),
        .testTarget(
            name: "NotifyTests",
            dependencies: [
                "Notify", "Archive", "SQLiteStore", "Latency", "Support", "HTTPClient", "Prometheus", "Rendering",
                "Questions", "TestSupport",
            ],
            swiftSettings: strict
        ),
        .testTarget(
            name: "ServerTests",
            dependencies: [
                "Archive", "SQLiteStore", "Latency", "Questions", "Rendering", "Server", "Support", "TestSupport",
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOEmbedded", package: "swift-nio"), .product(name: "NIOHTTP1", package: "swift-nio"),
            ],
            swiftSettings: strict),
        .testTarget(
            name: "DoctorTests",
            dependencies: [
                "Doctor", "Archive", "SQLiteStore", "Collector", "HTTPClient", "Latency", "Prometheus", "Questions",
                "Schedule", "Support",
                "TestSupport",
            ],
            swiftSettings: strict),
        .testTarget(
            name: "ScheduleTests", dependencies: ["Schedule", "Support", "TestSupport"], swiftSettings: strict),
        .testTarget(
            name: "ModelSimTests",
            dependencies: [
                "modelsim", "Incidents", "Latency", "Support",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            swiftSettings: strict
        ),
        // These run the built programs.
        .testTarget(
            name: "CommandTests",
            dependencies: [
                "TestSupport", "Archive", "Configuration", "SQLiteStore", "Latency", "Support", "Rendering",
                "Questions",
                "Schedule", "Server",
                "metricsctl",
            ],
            exclude: ["Golden"], swiftSettings: strict
        ),
        .testTarget(
            name: "IntegrationTests",
            dependencies: [
                "TestSupport", "Archive", "SQLiteStore", "Latency", "Support", "metricsctl", "modelsim",
            ],
            swiftSettings: strict
        ),
    ]
)

// Only for `scripts/test-newest`.
if Context.environment["METRICSCTL_TOOLS"] != nil {
    package.targets.append(
        .testTarget(
            name: "NewestServerTests",
            dependencies: [
                "TestSupport", "Archive", "SQLiteStore", "Latency", "Support", "metricsctl", "modelsim",
            ],
            swiftSettings: strict))
}

// Only for `scripts/bench decode`, `archive` and `verdicts`: the other builds need not know them.
if Context.environment["METRICSCTL_BENCH"] != nil {
    package.targets.append(
        .executableTarget(
            name: "DecodeBench", dependencies: ["HTTPClient", "Prometheus"], path: "Tests/DecodeBench",
            swiftSettings: strict))
    package.targets.append(
        .executableTarget(
            name: "ArchiveBench",
            dependencies: ["Archive", "SQLiteStore", "CSQLite", "Latency", "Support", "Questions"],
            path: "Tests/ArchiveBench", swiftSettings: strict))
    package.targets.append(
        .executableTarget(
            name: "PostgresBench", dependencies: ["Archive", "PostgresStore", "CPostgres", "Latency", "Support"],
            path: "Tests/PostgresBench", swiftSettings: strict))
    package.targets.append(
        .executableTarget(
            name: "VerdictBench", dependencies: ["Questions", "Statistics", "Incidents", "Latency", "Support"],
            path: "Tests/VerdictBench", swiftSettings: strict))
}
