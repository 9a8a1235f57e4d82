using Bench.Data.Access;
using Bench.Data.Agreements;
using Bench.Data.Attacks;
using Bench.Data.Audits;
using Bench.Data.Columns;
using Bench.Data.Damages;
using Bench.Data.Datasets;
using Bench.Data.Evaluations;
using Bench.Data.Explanations;
using Bench.Data.Inquiries;
using Bench.Data.Labels;
using Bench.Data.Log;
using Bench.Data.Models;
using Bench.Data.Suites;
using Bench.Data.Views;
using Bench.Data.Webhooks;
using Bench.Data.Work;
using Microsoft.EntityFrameworkCore;

namespace Bench.Data;

/// <summary>All that is remembered. One model, two databases: <see cref="SqliteBenchDb"/> and
/// <see cref="PostgresBenchDb"/>.</summary>
/// <remarks>Times are UTC <see cref="DateTime"/>s (SQLite cannot order by DateTimeOffset). Ids are version-7 UUIDs, so
/// ordering by id is ordering by age.</remarks>
public abstract class BenchDb(DbContextOptions options, ISightSource? sights) : DbContext(options)
{
    /// <summary>With whose eyes this is read.</summary>
    public Sight Sight => sights?.Current ?? Sight.Everything;

    bool SeesAll => Sight.HidesNothing;

    public DbSet<ApiKey> Keys => Set<ApiKey>();
    public DbSet<Team> Teams => Set<Team>();
    public DbSet<TeamMember> TeamMembers => Set<TeamMember>();
    public DbSet<AuditEntry> Audit => Set<AuditEntry>();
    public DbSet<LedgerEntry> Ledger => Set<LedgerEntry>();
    public DbSet<IdempotentRequest> IdempotentRequests => Set<IdempotentRequest>();
    public DbSet<Upload> Uploads => Set<Upload>();
    public DbSet<Model> Models => Set<Model>();
    public DbSet<RetractedModel> RetractedModels => Set<RetractedModel>();
    public DbSet<ModelChange> ModelChanges => Set<ModelChange>();
    public DbSet<Dataset> Datasets => Set<Dataset>();
    public DbSet<LabelSet> LabelSets => Set<LabelSet>();
    public DbSet<Hierarchy> Hierarchies => Set<Hierarchy>();
    public DbSet<ErrorRules> ErrorRules => Set<ErrorRules>();
    public DbSet<LabelVerdict> LabelVerdicts => Set<LabelVerdict>();
    public DbSet<LabelVerdictChange> LabelVerdictChanges => Set<LabelVerdictChange>();
    public DbSet<Evaluation> Evaluations => Set<Evaluation>();
    public DbSet<Try> Tries => Set<Try>();
    public DbSet<Score> Scores => Set<Score>();
    public DbSet<Scoring> Scorings => Set<Scoring>();
    public DbSet<ScoredCatalogue> ScoredCatalogues => Set<ScoredCatalogue>();
    public DbSet<Inquiry> Inquiries => Set<Inquiry>();
    public DbSet<Attack> Attacks => Set<Attack>();
    public DbSet<ModelAudit> ModelAudits => Set<ModelAudit>();
    public DbSet<Explanation> Explanations => Set<Explanation>();
    public DbSet<Worker> Workers => Set<Worker>();
    public DbSet<WorkItem> Work => Set<WorkItem>();
    public DbSet<Agreement> Agreements => Set<Agreement>();
    public DbSet<Damage> Damages => Set<Damage>();
    public DbSet<LogEntry> LogEntries => Set<LogEntry>();
    public DbSet<TreeHead> TreeHeads => Set<TreeHead>();
    public DbSet<Release> Releases => Set<Release>();
    public DbSet<SavedView> SavedViews => Set<SavedView>();
    public DbSet<Suite> Suites => Set<Suite>();
    public DbSet<Webhook> Webhooks => Set<Webhook>();
    public DbSet<WebhookDelivery> WebhookDeliveries => Set<WebhookDelivery>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.ApplyConfigurationsFromAssembly(typeof(BenchDb).Assembly);
        HideFrom(modelBuilder);
    }

    /// <summary>The one place where a reader's rights are enforced: whatever is asked of these tables is asked of what
    /// the reader may see.</summary>
    /// <remarks>For suites and views see <see cref="NamedDatasets"/>.</remarks>
    void HideFrom(ModelBuilder model)
    {
        model.Entity<Dataset>().HasQueryFilter(row => SeesAll || !Sight.HiddenDatasets.Contains(row.Id));
        model.Entity<LabelSet>().HasQueryFilter(row => SeesAll || !Sight.HiddenDatasets.Contains(row.DatasetId));
        model.Entity<Try>().HasQueryFilter(row => SeesAll || !Sight.HiddenDatasets.Contains(row.DatasetId));
        model.Entity<LabelVerdict>().HasQueryFilter(row => SeesAll || !Sight.HiddenDatasets.Contains(row.DatasetId));
        model.Entity<LabelVerdictChange>().HasQueryFilter(row => SeesAll || !Sight.HiddenDatasets.Contains(row.DatasetId));
        model.Entity<Model>().HasQueryFilter(row => SeesAll || !Sight.HiddenModels.Contains(row.Id));
        model.Entity<ModelChange>().HasQueryFilter(row => SeesAll || !Sight.HiddenModels.Contains(row.ModelId));
        model
            .Entity<Evaluation>()
            .HasQueryFilter(row => SeesAll || (!Sight.HiddenDatasets.Contains(row.DatasetId) && !Sight.HiddenModels.Contains(row.ModelId)));
        model
            .Entity<Inquiry>()
            .HasQueryFilter(row => SeesAll || (!Sight.HiddenDatasets.Contains(row.DatasetId) && !Sight.HiddenModels.Contains(row.ModelId)));
        model.Entity<Scoring>().HasQueryFilter(row => SeesAll || Evaluations.Any(evaluation => evaluation.Id == row.EvaluationId));
        model.Entity<Score>().HasQueryFilter(row => SeesAll || Evaluations.Any(evaluation => evaluation.Id == row.EvaluationId));
        model
            .Entity<Suite>()
            .HasQueryFilter(row => SeesAll || !Sight.HiddenDatasetKeys.Any(key => row.Declaration.Contains("\"dataset\":\"" + key + "\"")));
        model
            .Entity<SavedView>()
            .HasQueryFilter(row =>
                SeesAll || !Sight.HiddenDatasetKeys.Any(key => (row.Address.Replace("?", "&") + "&").Contains("&dataset=" + key + "&"))
            );
    }

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        configurationBuilder.Properties<DateTime>().HaveConversion<UtcDateTime>();
        configurationBuilder.Properties<Enum>().HaveConversion<string>().HaveMaxLength(32);
    }
}
