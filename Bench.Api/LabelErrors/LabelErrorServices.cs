namespace Bench.Api.LabelErrors;

internal static class LabelErrorServices
{
    public static IServiceCollection AddLabelErrors(this IServiceCollection services)
    {
        services.AddScoped<ReviewReader>();
        services.AddScoped<CorrectedBoards>();
        services.AddScoped<LabelErrorRanker>();
        services.AddScoped<ListedErrors>();
        services.AddScoped<LabelErrorQuery>();
        services.AddScoped<PrevalenceReader>();
        services.AddScoped<MemorisationReader>();
        return services;
    }
}
