using Bench.Data;
using Bench.Metrics.Catalogue;
using Bench.Service.Access;
using Bench.Service.Agreements;
using Bench.Service.Attacks;
using Bench.Service.Audits;
using Bench.Service.Damages;
using Bench.Service.Datasets.Boxes;
using Bench.Service.Datasets.Changes;
using Bench.Service.Datasets.Generated;
using Bench.Service.Datasets.Registry;
using Bench.Service.Datasets.Variants;
using Bench.Service.Evaluations;
using Bench.Service.Evaluations.Review;
using Bench.Service.Evaluations.Scores;
using Bench.Service.Evaluations.Scores.Derived;
using Bench.Service.Evaluations.Start;
using Bench.Service.Evaluations.Submissions;
using Bench.Service.Explanations;
using Bench.Service.Inquiries;
using Bench.Service.Labels.Registration;
using Bench.Service.Labels.Registry;
using Bench.Service.Log;
using Bench.Service.Models.Registration;
using Bench.Service.Readers;
using Bench.Service.Sharing;
using Bench.Service.Storage;
using Bench.Service.Suites;
using Bench.Service.Work;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Bench.Service.Hosting;

public static class UseCases
{
    /// <summary>What Bench does with stored things, for HTTP, the command line and jobs alike. Needs Bench.Data's services and a client of
    /// the job storage.</summary>
    public static IServiceCollection AddUseCases(this IServiceCollection services)
    {
        services.AddOptions<LimitOptions>().BindConfiguration(LimitOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton(provider => provider.GetRequiredService<IOptions<LimitOptions>>().Value);
        services.AddSingleton<KeyTurns>();
        services.AddScoped<Ledger>();
        services.AddScoped<Sights>();
        services.AddScoped<AudienceRules>();
        services.AddScoped<TeamBook>();
        services.AddScoped<WorkQueue>();
        services.AddScoped<WorkScheduler>();
        services.AddSingleton(provider => VariantCatalog.Read(provider.GetRequiredService<BenchOptions>()));
        services.AddHostedService<VariantsAtStart>();
        services.AddSingleton(provider =>
            SuiteCatalog.Read(provider.GetRequiredService<BenchOptions>(), provider.GetRequiredService<VariantCatalog>())
        );
        services.AddScoped<SuiteRegistry>();
        services.AddScoped<SuiteRuns>();
        services.AddSingleton<DatasetStore>();
        services.AddScoped<DatasetRegistration>();
        services.AddScoped<DatasetGeneration>();
        services.AddScoped<DatasetChanges>();
        services.AddScoped<DatasetSharing>();
        services.AddScoped<DatasetBoxes>();
        services.AddSingleton<CacheMeter>();
        services.AddSingleton<LabelSetCache>();
        services.AddScoped<LabelSetRegistry>();
        services.AddScoped<LabelSetRegistration>();
        services.AddScoped<ClassFiles>();
        services.AddScoped<HierarchyRegistration>();
        services.AddScoped<ErrorRulesRegistration>();
        services.AddScoped<VerdictBook>();
        services.AddScoped<VerdictLabelSet>();
        services.AddSingleton<ModelAdmission>();
        services.AddScoped<ModelRegistration>();
        services.AddScoped<ModelMending>();
        services.AddScoped<ModelEditing>();
        services.AddScoped<ModelRemoval>();
        services.AddScoped<UnreadBlobs>();
        services.AddScoped<EvaluationStart>();
        services.AddScoped<EvaluationControl>();
        services.AddScoped<InquiryDesk>();
        services.AddScoped<AttackStart>();
        services.AddSingleton<BlobWriter>();
        services.AddSingleton<JsonBlobs>();
        services.AddSingleton<AttackResultStore>();
        services.AddOptions<SharingOptions>().BindConfiguration(SharingOptions.Section);
        services.AddSingleton(provider => provider.GetRequiredService<IOptions<SharingOptions>>().Value);
        services.AddScoped<SharedMistakesScan>();
        services.AddScoped<LadderBook>();
        services.AddScoped<SpotChecks>();
        services.AddScoped<TaggantStart>();
        services.AddScoped<HeldOutRelease>();
        services.AddScoped<AttackLists>();
        services.AddScoped<ExplanationStart>();
        services.AddScoped<ExplanationBoxes>();
        services.AddScoped<PredictionSubmission>();
        services.AddSingleton<LogKey>();
        services.AddScoped<AgreementBook>();
        services.AddScoped<StoreAgreement>();
        services.AddSingleton<StoreRights>();
        services.AddScoped<VariantAgreement>();
        services.AddScoped<SettingsAgreement>();
        services.AddSingleton<OnlyProcess>();
        services.AddSingleton<DamageBook>();
        services.AddSingleton<ConfidenceSamples>();
        services.AddScoped<OtherConfidences>();
        services.AddScoped<Counterparts>();
        services.AddScoped<ScoredPredictionsLoader>();
        services.AddSingleton<ClassHierarchies>();
        services.AddScoped<MistakeEvidences>();
        services.AddScoped<CleanAnswersLoader>();
        services.TryAddSingleton(MetricSet.Catalogue);
        services.AddScoped<ScoredCatalogues>();
        services.AddScoped<OutdatedScores>();
        services.AddSingleton(
            new StartStep((provider, cancellationToken) => provider.GetRequiredService<StoreAgreement>().CheckAsync(cancellationToken))
        );
        services.AddSingleton(
            new StartStep((provider, cancellationToken) => provider.GetRequiredService<VariantAgreement>().CheckAsync(cancellationToken))
        );
        services.AddSingleton(
            new StartStep((provider, cancellationToken) => provider.GetRequiredService<SettingsAgreement>().LeaveAsync(cancellationToken))
        );
        services.AddSingleton(
            new StartStep((provider, cancellationToken) => provider.GetRequiredService<ScoredCatalogues>().RegisterAsync(cancellationToken))
        );
        services.AddSingleton(
            new StartStep((provider, cancellationToken) => provider.GetRequiredService<SuiteRegistry>().RegisterAsync(cancellationToken))
        );
        return services;
    }
}
