/// Who may do what: an owner who alone makes tables, a writer who collects, a reader who asks.
package enum PostgresRoles {
    /// Run in the archive's database by one who may create roles. Done again it changes nothing.
    package static var sql: String {
        """
        \(role("metricsctl_owner"))
        \(role("metricsctl_writer"))
        \(role("metricsctl_reader"))
        CREATE SCHEMA IF NOT EXISTS metricsctl AUTHORIZATION metricsctl_owner;
        GRANT USAGE ON SCHEMA metricsctl TO metricsctl_writer, metricsctl_reader;
        GRANT SELECT ON ALL TABLES IN SCHEMA metricsctl TO metricsctl_writer, metricsctl_reader;
        GRANT INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA metricsctl TO metricsctl_writer;
        ALTER DEFAULT PRIVILEGES FOR ROLE metricsctl_owner IN SCHEMA metricsctl
            GRANT SELECT ON TABLES TO metricsctl_writer, metricsctl_reader;
        ALTER DEFAULT PRIVILEGES FOR ROLE metricsctl_owner IN SCHEMA metricsctl
            GRANT INSERT, UPDATE, DELETE ON TABLES TO metricsctl_writer;
        ALTER ROLE metricsctl_reader SET statement_timeout = '30s';
        ALTER ROLE metricsctl_reader SET idle_in_transaction_session_timeout = '60s';

        """
    }

    private static func role(_ name: String) -> String {
        "DO $$ BEGIN CREATE ROLE \(name) LOGIN; EXCEPTION WHEN duplicate_object THEN NULL; END $$;"
    }
}
